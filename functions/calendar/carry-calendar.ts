import type * as z from 'zod';
import { carryOn, carryThroughAll } from '#functions/aws/calendar-queue.ts';
import { type CityHoliday, keepCarried, readCarried, readHolidays } from '#functions/aws/city-table.ts';
import { keepSignal } from '#functions/aws/complaint-change.ts';
import { openShards } from '#functions/aws/complaint-items.ts';
import { listOpen } from '#functions/aws/complaint-lists.ts';
import { readBeforeSaying } from '#functions/aws/complaint-table.ts';
import { log, traceOf } from '#functions/middleware/log.ts';
import { calendarChanges, calendarMark, endsTooEarly } from '#rules/clock/calendar-changes.ts';
import { cityCalendar } from '#rules/clock/holidays.ts';
import { afterHearing } from '#rules/hearing.ts';
import type { Calendar } from '#schemas/calendar.ts';
import type { Carrying } from '#schemas/carrying.ts';
import type { ComplaintNumber } from '#schemas/complaint-number.ts';
import { TransientFault } from '#schemas/errors.ts';
import type { Instant } from '#schemas/instant.ts';
import type { CalendarSettings } from '#schemas/settings.ts';

type Settings = z.infer<typeof CalendarSettings>;

const PAGE = 50;

/** How many complaints are told at once. */
const AT_ONCE = 8;

/** How often a complaint is read: once for each change it is told, and anew when something else was said to it meanwhile. */
const LAPS = 20;

/**
 * Tells open complaints what changed in the calendar: about a page of them, what comes after is put into the queue.
 *
 * Repeating it says nothing twice: a complaint is told only what neither its ledger nor its unheard signals know.
 *
 * @throws TransientFault when the table or the queue was busy; the same call can succeed later
 */
export async function carryCalendar(settings: Settings, carrying: Carrying): Promise<void> {
  const holidays = await readHolidays(settings.CITY_TABLE);
  const calendar = cityCalendar(holidays);
  // A message older than the last change must not bring back what was called off since.
  const at = lastChangeOf(holidays, carrying.at);
  if ('number' in carrying) return tell(settings.COMPLAINT_TABLE, carrying.number, at, calendar);
  const again: Carrying[] = [];
  let part: Part | undefined = { ...carrying, at };
  while (part !== undefined) {
    const { items, cursor } = await listOpen(settings.COMPLAINT_TABLE, part.shard, {
      limit: PAGE,
      cursor: part.cursor,
    });
    again.push(...(await tellEach(settings.COMPLAINT_TABLE, items, at, calendar)));
    part = partAfter(part, cursor);
    // A part in which there was nothing to do is no reason for another message.
    if (items.length > 0 || cursor !== undefined) break;
  }
  await carryOn(settings.CALENDAR_QUEUE_URL, part === undefined ? again : [...again, part], 0);
}

type Part = Extract<Carrying, { shard: number }>;

function partAfter({ at, shard, andAll }: Part, cursor: string | undefined): Part | undefined {
  if (cursor !== undefined) return { at, shard, cursor, andAll };
  return andAll === true && shard + 1 < openShards ? { at, shard: shard + 1, andAll } : undefined;
}

/** Tells complaints, some at once; gives those that have to be told again. */
async function tellEach(
  table: string,
  numbers: readonly ComplaintNumber[],
  at: Instant,
  calendar: Calendar,
): Promise<Carrying[]> {
  const again: Carrying[] = [];
  for (let start = 0; start < numbers.length; start += AT_ONCE) {
    await Promise.all(
      numbers.slice(start, start + AT_ONCE).map(async (number) => {
        try {
          await tell(table, number, at, calendar);
        } catch (error) {
          log.warn('calendar not carried', { complaintNumber: number, ...traceOf(error) });
          again.push({ at, number });
        }
      }),
    );
  }
  return again;
}

const lastChangeOf = (holidays: readonly CityHoliday[], at: Instant): Instant =>
  holidays
    .flatMap(({ knownAt, calledOffAt = knownAt }) => [knownAt, calledOffAt])
    .reduce((last, each) => (each > last ? each : last), at);

async function tell(table: string, number: ComplaintNumber, at: Instant, calendar: Calendar): Promise<void> {
  for (let lap = 0; lap < LAPS; lap += 1) {
    const before = await readBeforeSaying(table, number);
    if (before === undefined || !before.desk.open) return;
    const { desk, complaint, unheard } = before;
    const [said] = calendarChanges(afterHearing(complaint, unheard, calendar), at, calendar);
    if (said === undefined) return;
    const signal = { number: desk.said + 1, at, by: { role: 'calendar' }, said, status: 'said' } as const;
    const facts = { signal: signal.number, on: said.on };
    const telling = { at, actor: { kind: 'calendar' }, action: `${said.kind}-said`, facts } as const;
    await keepSignal(table, number, desk, signal, telling);
  }
  throw new TransientFault(`complaint ${number} is not told of the calendar after ${LAPS} laps`, undefined);
}

/**
 * Once a day: if the days off known now are not those that were carried last, brings them to every open complaint: what a
 * deploy changed, or whom the first telling missed. It warns when the calendar's confirmed years come to an end.
 */
export async function lookAtCalendar(settings: Settings, scheduledAt: Instant): Promise<void> {
  const calendar = cityCalendar(await readHolidays(settings.CITY_TABLE));
  if (endsTooEarly(calendar, scheduledAt)) {
    log.warn('calendar ends too early', { knownUntilYear: calendar.knownUntilYear });
  }
  const mark = calendarMark(calendar, scheduledAt);
  if ((await readCarried(settings.CITY_TABLE)) === mark) return;
  await carryThroughAll(settings.CALENDAR_QUEUE_URL, scheduledAt);
  await keepCarried(settings.CITY_TABLE, mark);
}
