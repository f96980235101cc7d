import type * as z from 'zod';
import { carryOn, carryToAll } from '#functions/aws/calendar-queue.ts';
import { type CityHoliday, readHolidays } from '#functions/aws/city-table.ts';
import { keepSignal } from '#functions/aws/complaint-change.ts';
import { listOpen } from '#functions/aws/complaint-lists.ts';
import { readBeforeSaying } from '#functions/aws/complaint-table.ts';
import { log, traceOf } from '#functions/middleware/log.ts';
import { calendarChanges, endsTooEarly, hasChangedOfLate } from '#rules/calendar-changes.ts';
import { afterHearing } from '#rules/hearing.ts';
import { cityCalendar } from '#rules/holidays.ts';
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
 * Tells open complaints what changed in the calendar: a page of them, then the next page is put into the queue.
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
  const { shard, cursor } = carrying;
  const page = await listOpen(settings.COMPLAINT_TABLE, shard, { limit: PAGE, cursor });
  const next: Carrying[] = page.cursor === undefined ? [] : [{ at, shard, cursor: page.cursor }];
  for (let start = 0; start < page.items.length; start += AT_ONCE) {
    await Promise.all(
      page.items.slice(start, start + AT_ONCE).map(async (number) => {
        try {
          await tell(settings.COMPLAINT_TABLE, number, at, calendar);
        } catch (error) {
          log.warn('calendar not carried', { complaintNumber: number, ...traceOf(error) });
          next.push({ at, number });
        }
      }),
    );
  }
  await carryOn(settings.CALENDAR_QUEUE_URL, next, 0);
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
 * Once a day: brings to every open complaint what changed of late, also by a deploy or where the first telling missed one;
 * and warns when the calendar's confirmed years come to an end.
 */
export async function lookAtCalendar(settings: Settings, scheduledAt: Instant): Promise<void> {
  const calendar = cityCalendar(await readHolidays(settings.CITY_TABLE));
  if (endsTooEarly(calendar, scheduledAt)) {
    log.warn('calendar ends too early', { knownUntilYear: calendar.knownUntilYear });
  }
  if (hasChangedOfLate(calendar, scheduledAt)) await carryToAll(settings.CALENDAR_QUEUE_URL, scheduledAt);
}
