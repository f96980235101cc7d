import { parseArgs } from 'node:util';
import { type DueDate, dueDate } from '#rules/clock/due-date.ts';
import { calendarKnownAt } from '#rules/clock/holidays.ts';
import { parseInstant, seoulDateOf, seoulInstant, toInstant, yearOf } from '#rules/clock/instant.ts';
import { periodOf } from '#rules/clock/period-text.ts';
import { publicHolidays } from '#rules/clock/public-holidays.ts';
import { sameDayDueDate } from '#rules/clock/same-day-due-date.ts';
import { wholeDay, workingMillisBetween } from '#rules/clock/working-time.ts';
import type { Calendar } from '#schemas/calendar.ts';
import { type Instant, SeoulDate } from '#schemas/instant.ts';
import { WrongInput } from './deployed/wrong-input.ts';

/*
 * `npm run --silent due -- --received 2025-01-24T16:00:00+09:00 --period "8 working-hours" [--known-at <instant>]`: the
 * official's "why this date?". Prints one line of JSON, { dueAt, counted, provisional }, as rules/clock/due-date.ts counts it, on
 * the calendar as it was known at an instant (default now). No city need be up.
 */
const usage = 'expected --received <instant> --period "8 working-hours" [--known-at <instant>]';
/** Nothing that can be read is longer; what a message repeats is cut here. */
const LONGEST_VALUE = 40;

try {
  const values = parsed(process.argv.slice(2));
  const receivedAt = instantOf('--received', needed('--received', values.received));
  const period = periodOf(shown(needed('--period', values.period)));
  const knownAt = values['known-at'];
  const calendar = calendarKnownAt(knownAt === undefined ? toInstant(Date.now()) : instantOf('--known-at', knownAt));
  // A period in months asks for its last day only; a receipt before or after the calendar is refused all the same.
  publicHolidays(yearOf(seoulDateOf(receivedAt)));
  const { dueAt, counted, provisional } =
    period === 'same-day' ? promised(receivedAt, calendar) : dueDate({ receivedAt, period, calendar });
  process.stdout.write(`${JSON.stringify({ dueAt, counted, provisional })}\n`);
} catch (error) {
  // Only now: the local cloud comes along with it, and would be most of the time that an answer takes.
  const { sayFault } = await import('#local/main.ts');
  sayFault(error);
  process.exitCode = 1;
}

/**
 * The same-day promise as a count: of the one day it is due, the minutes from 00:00 to 24:00, on the day of receipt from the
 * receipt on (as the ledger counts them when it pauses). The evening after a missed cut-off is not part of the promised day.
 */
function promised(receivedAt: Instant, calendar: Calendar): DueDate {
  const { dueAt, dueOn, isBeforeCutOff, provisional } = sameDayDueDate({ receivedAt, calendar });
  const fromAt = isBeforeCutOff ? receivedAt : seoulInstant(dueOn, '00:00');
  const minutes = Math.round(workingMillisBetween(fromAt, dueAt, calendar, wholeDay) / 60_000);
  return { dueAt, counted: [{ on: dueOn, minutes }], provisional };
}

function parsed(args: readonly string[]) {
  // A value such as '-1 days' is joined to its option, to be refused for what it is and not taken for another option.
  const joined: string[] = [];
  for (const arg of args) {
    const before = joined.at(-1) ?? '';
    if (/^-\d/.test(arg) && /^--[a-z-]+$/.test(before)) joined.splice(-1, 1, `${before}=${arg}`);
    else joined.push(arg);
  }
  try {
    const text = { type: 'string' } as const;
    return parseArgs({ args: joined, options: { received: text, period: text, 'known-at': text } }).values;
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new WrongInput(`${shown(error.message.split('.')[0] ?? '')}; ${usage}`);
  }
}

function needed(option: string, text: string | undefined): string {
  if (text === undefined) throw new WrongInput(`${option} is missing, ${usage}`);
  return text.trim();
}

function instantOf(option: string, text: string): Instant {
  try {
    // Date.parse, which parseInstant asks, reads 30 February as 2 March and '8Z' as a day of 2001.
    const isWritten = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)$/.test(text);
    if (isWritten && SeoulDate.safeParse(text.slice(0, 10)).success) return parseInstant(text);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  throw new WrongInput(
    `${option} is '${shown(text)}', expected an instant with its offset such as 2025-01-24T16:00:00+09:00`,
  );
}

function shown(value: string): string {
  return value.length <= LONGEST_VALUE ? value : `${value.slice(0, LONGEST_VALUE - 1)}…`;
}
