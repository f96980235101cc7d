import type * as z from 'zod';
import { carryToAll } from '#functions/aws/calendar-queue.ts';
import { type CityHoliday, keepCity, readCity } from '#functions/aws/city-table.ts';
import type { Reply } from '#functions/middleware/api-function.ts';
import type { ApiRequest } from '#functions/middleware/api-request.ts';
import { isDayOffByRule } from '#rules/clock/holidays.ts';
import { seoulDateOf } from '#rules/clock/instant.ts';
import type { ById } from '#schemas/api/operation.ts';
import type { operatorOperations } from '#schemas/api/operator.ts';
import { DecreedHoliday } from '#schemas/calendar.ts';
import { CalendarEnds, Refused, RequestInvalid } from '#schemas/errors.ts';
import type { Instant, SeoulDate } from '#schemas/instant.ts';
import type { OperatorApiSettings } from '#schemas/settings.ts';

type Settings = z.infer<typeof OperatorApiSettings>;

/** The second telling reaches whoever was being assigned, or was not in the index yet, during the first, seconds. */
const AGAIN_SECONDS = 300;

/**
 * Makes a day a day off for everybody who counts from now on, and lets every open complaint be told.
 *
 * Repeated, it keeps the instant since when the day is known and tells again whoever was missed.
 *
 * @throws Refused `day-begun` for a day that has passed, `day-off-already` for one that is off by rule; RequestInvalid for a
 *   day beyond the years of the holiday rules
 */
export async function putHoliday(
  settings: Settings,
  { at, caller, params, body }: ApiRequest<ById<typeof operatorOperations, 'putHoliday'>>,
): Promise<Reply> {
  const { date } = params;
  if (date < seoulDateOf(at)) throw new Refused('day-begun', `${date} has passed, today is ${seoulDateOf(at)}`);
  if (isOffByRule(date)) throw new Refused('day-off-already', `${date} is a Saturday, a Sunday or a public holiday`);
  const before = await readCity(settings.CITY_TABLE, 'holiday', date);
  const knownAt = before === undefined || before.calledOffAt !== undefined ? at : before.knownAt;
  return keep(settings, { id: date, on: date, ...body, knownAt }, { by: caller.id, at });
}

/**
 * Calls a decreed day off before it begins; it stays in the calendar with the instant since when it no longer counts.
 *
 * @throws Refused `not-found` for a day that was not decreed here, `day-begun` for today and the past
 */
export async function callOffHoliday(
  settings: Settings,
  { at, caller, params }: ApiRequest<ById<typeof operatorOperations, 'callOffHoliday'>>,
): Promise<Reply> {
  const { date } = params;
  const before = await readCity(settings.CITY_TABLE, 'holiday', date);
  if (before === undefined) throw new Refused('not-found', `the city has decreed no day off on ${date}`);
  if (date <= seoulDateOf(at)) throw new Refused('day-begun', `${date} has begun, today is ${seoulDateOf(at)}`);
  return keep(settings, { ...before, calledOffAt: before.calledOffAt ?? at }, { by: caller.id, at });
}

function isOffByRule(date: SeoulDate): boolean {
  try {
    return isDayOffByRule(date);
  } catch (error) {
    if (!(error instanceof CalendarEnds)) throw error;
    throw new RequestInvalid([{ path: '/path/date', expected: error.message }]);
  }
}

async function keep(settings: Settings, holiday: CityHoliday, told: { by: string; at: Instant }): Promise<Reply> {
  await keepCity(settings.CITY_TABLE, 'holiday', holiday, told);
  // Cut off before these, the caller has no answer yet and says it again; the daily look would find it too.
  await carryToAll(settings.CALENDAR_QUEUE_URL, told.at);
  await carryToAll(settings.CALENDAR_QUEUE_URL, told.at, AGAIN_SECONDS);
  return { body: shown(holiday) };
}

const shown = ({ id: _id, ...holiday }: CityHoliday): DecreedHoliday => DecreedHoliday.parse(holiday);
