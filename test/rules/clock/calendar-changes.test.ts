import { describe, expect, it } from 'vitest';
import { calendarChanges, calendarMark, endsTooEarly } from '#rules/clock/calendar-changes.ts';
import { ledgerFrom, withLedger } from '#rules/clock/deadline-moves.ts';
import { cityCalendar } from '#rules/clock/holidays.ts';
import type { DecreedHoliday } from '#schemas/calendar.ts';
import { type Complaint, Stage } from '#schemas/complaint.ts';
import type { Said } from '#schemas/signal.ts';
import { complaintAt } from '#test/functions/samples.ts';
import { afterSaying, byCalendar, decreedDay as day, say, seoul } from '../hearing/spoken.ts';

// Received on Monday 23 November at 09:00, seven days: due on Tuesday 1 December at 18:00.
const complaint = complaintAt('answer');
const now = seoul('2026-11-25 10:00');

const changes = (of: Complaint, ...days: DecreedHoliday[]) => calendarChanges(of, now, cityCalendar(days));
const names = (of: Complaint, ...days: DecreedHoliday[]) => changes(of, ...days).map(({ kind, on }) => `${kind} ${on}`);

/** The complaint once it was told everything, one after the other, as it is told. */
function told(of: Complaint, ...days: DecreedHoliday[]): Complaint {
  const [first] = changes(of, ...days);
  return first === undefined ? of : told(afterSaying(of, first, now, byCalendar, cityCalendar(days)), ...days);
}

describe('what the calendar has to say to a case', () => {
  it.each([
    ['before the receipt', '2026-11-20 10:00', []],
    ['a moment before it', '2026-11-23 08:59:59.999', []],
    ['at the receipt', '2026-11-23 09:00', ['decreed-holiday 2026-11-27']],
    ['now', '2026-11-25 10:00', ['decreed-holiday 2026-11-27']],
    ['a moment from now', '2026-11-25 10:00:00.001', []],
  ])('is a day that became known %s: %j', (_, knownAt, expected) => {
    expect(names(complaint, day('2026-11-27', knownAt))).toEqual(expected);
  });

  it.each([
    ['the day before the receipt', '2026-11-22', 0],
    ['the day of the receipt', '2026-11-23', 1],
    ['a day after the deadline', '2027-03-02', 1],
  ])('is said of %s: %s', (_, on, count) => {
    expect(changes(complaint, day(on, '2026-11-24 10:00'))).toHaveLength(count);
  });

  it('is also a day that a deploy brought too late, though its decree is older than the receipt', () => {
    const begun = withLedger(
      complaint,
      ledgerFrom(
        complaint.receivedAt,
        { basis: 'statutory', period: { unit: 'days', count: 7 } },
        now,
        cityCalendar([]),
      ),
      cityCalendar([]),
    );
    const late = day('2026-11-27', '2026-11-20 10:00');
    expect(names(begun, late)).toEqual(['decreed-holiday 2026-11-27']);
    expect(told(begun, late).deadline?.dueAt).toBe(seoul('2026-12-02 18:00'));
  });

  it('is said with all that stands in a ledger', () => {
    const { calledOffAt: _, ...known } = day('2026-11-27', '2026-11-24 10:00');
    expect(changes(complaint, day('2026-11-27', '2026-11-24 10:00'))).toEqual([{ kind: 'decreed-holiday', ...known }]);
  });

  it.each([
    ['that it was counted with', '2026-11-20 10:00', '2026-11-24 10:00', ['called-off-holiday 2026-11-27']],
    ['that it never counted', '2026-11-23 10:00', '2026-11-24 10:00', []],
    ['in a moment', '2026-11-20 10:00', '2026-11-25 10:00:00.001', []],
    ['before the receipt', '2026-11-20 10:00', '2026-11-22 10:00', []],
  ])('is that a day was called off %s', (_, knownAt, calledOffAt, expected) => {
    expect(names(complaint, day('2026-11-27', knownAt, calledOffAt))).toEqual(expected);
  });

  it('is that a day of its ledger was called off', () => {
    const once = told(complaint, day('2026-11-27', '2026-11-24 10:00'));
    expect(names(once, day('2026-11-27', '2026-11-24 10:00', '2026-11-25 09:00'))).toEqual([
      'called-off-holiday 2026-11-27',
    ]);
  });

  it('is nothing of a day that another decree leaves as it is', () => {
    const once = told(complaint, day('2026-11-27', '2026-11-24 10:00'));
    const both = [day('2026-11-27', '2026-11-24 10:00', '2026-11-25 09:00'), day('2026-11-27', '2026-11-24 11:00')];
    expect(changes(once, ...both)).toEqual([]);
  });

  it.each<[string, DecreedHoliday[]]>([
    ['one day', [day('2026-11-27', '2026-11-24 10:00')]],
    ['three days', ['26', '27', '30'].map((on) => day(`2026-11-${on}`, '2026-11-24 10:00'))],
    ['a day decreed twice', [day('2026-11-27', '2026-11-24 10:00'), day('2026-11-27', '2026-11-24 11:00')]],
    [
      'one decreed, one called off',
      [day('2026-11-27', '2026-11-24 10:00'), day('2026-11-30', '2026-11-20 10:00', '2026-11-24 10:00')],
    ],
  ])('is said once: %s', (_, days) => {
    expect(changes(told(complaint, ...days), ...days)).toEqual([]);
  });

  it.each(Stage.options)('at %s is said only while a date stands', (stage) => {
    const stands = ['answer', 'acceptance', 'classification', 'assign', 'adjudicate', 'adjudication'].includes(stage);
    expect(changes(complaintAt(stage), day('2026-11-27', '2026-11-24 10:00'))).toHaveLength(stands ? 1 : 0);
  });
});

describe('what the calendar has to say while a person classifies', () => {
  const waiting = complaintAt('classification');
  const decreed = day('2026-11-27', '2026-11-24 10:00');

  it('is the last change, because all are counted at once; and only while the date shown is another', () => {
    const days = [day('2026-11-26', '2026-11-23 10:00'), decreed];
    expect(names(waiting, ...days)).toEqual(['decreed-holiday 2026-11-27']);
    expect(told(waiting, ...days).deadline?.dueAt).toBe(seoul('2026-12-03 18:00'));
    expect(changes(told(waiting, ...days), ...days)).toEqual([]);
  });

  it('is nothing when the date stays', () => {
    expect(changes(waiting, day('2026-12-02', '2026-11-24 10:00'))).toEqual([]);
  });

  it('is that a day was called off', () => {
    const once = told(waiting, decreed);
    const off = day('2026-11-27', '2026-11-24 10:00', '2026-11-25 09:00');
    expect(names(once, off)).toEqual(['called-off-holiday 2026-11-27']);
    expect(told(once, off).deadline).toEqual(waiting.deadline);
  });

  it('is heard, whatever is said', () => {
    const [said] = changes(waiting, decreed);
    expect(said && say(waiting, said satisfies Said, now, byCalendar, cityCalendar([decreed]))).toMatchObject({
      outcome: 'applied',
    });
  });
});

describe('the mark of a calendar', () => {
  const mark = (at: string, ...days: DecreedHoliday[]) => calendarMark(cityCalendar(days), seoul(at));

  it('changes when a day becomes known, or is called off, and not by anything else', () => {
    const known = day('2026-11-27', '2026-11-24 10:00', '2026-11-26 10:00');
    const before = mark('2026-11-24 09:59', known);
    expect(mark('2026-11-24 10:00', known)).toBe(`${before.replace(/ ?2028-04-12/, '')} 2026-11-27 2028-04-12`);
    expect(mark('2026-11-25 10:00', known)).toBe(mark('2026-11-24 10:00', known));
    expect(mark('2026-11-26 10:00', known)).toBe(before);
    expect(mark('2026-11-24 10:00', known, day('2026-11-27', '2026-11-23 10:00'))).toBe(
      mark('2026-11-25 10:00', known),
    );
  });
});

describe('the daily look at the calendar', () => {
  // 183 days before 1 January 2028, by the day in Seoul; the calendar is confirmed to the end of 2027.
  it.each([
    ['2027-07-01 23:59:59.999', false],
    ['2027-07-02 00:00', true],
  ])('at %s finds that it ends too early: %s', (when, expected) => {
    expect(endsTooEarly(cityCalendar([]), seoul(when))).toBe(expected);
  });
});
