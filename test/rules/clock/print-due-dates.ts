// Prints what the clock says in this process, for zones.test.ts: every holiday, and due dates of a ladder of receipts.
import { dueDate } from '#rules/clock/due-date.ts';
import { calendarKnownAt } from '#rules/clock/holidays.ts';
import { toInstant } from '#rules/clock/instant.ts';
import { publicHolidays } from '#rules/clock/public-holidays.ts';

const calendar = calendarKnownAt(toInstant(Date.parse('2027-12-31T00:00:00.000Z')));
const years = Array.from({ length: 37 }, (_, index) => 2014 + index);
const first = Date.parse('2025-01-01T00:00:00.000Z');
const receipts = Array.from({ length: 400 }, (_, index) => toInstant(first + index * 7 * 3_600_000 + index * 61_001));
console.log(JSON.stringify(years.map((year) => [...publicHolidays(year)])));
console.log(
  JSON.stringify(
    receipts.map((receivedAt) =>
      ([3, 40] as const)
        .map((count) => dueDate({ receivedAt, period: { unit: 'working-hours', count }, calendar }).dueAt)
        .concat(dueDate({ receivedAt, period: { unit: 'days', count: 7 }, calendar }).dueAt)
        .concat(dueDate({ receivedAt, period: { unit: 'months', count: 1 }, calendar }).dueAt),
    ),
  ),
);
