import { describe, expect, it } from 'vitest';
import { calendarKnownAt } from '#rules/clock/holidays.ts';
import { parseInstant, seoulInstant } from '#rules/clock/instant.ts';
import { supplementUntil, termDays, termDaysAtMost } from '#rules/clock/supplement-term.ts';
import { SupplementRequestBody } from '#schemas/api/official.ts';
import { type Instant, SeoulDate } from '#schemas/instant.ts';

const seoul = (text: string): Instant => parseInstant(`${text.replace(' ', 'T')}+09:00`);
const calendar = calendarKnownAt(seoul('2027-12-31 00:00'));

describe('the term of a supplement', () => {
  // Civil Act, articles 157 (the day of the request does not count), 159 (it ends with the day), 161 (nor with a day off).
  it.each([
    ['2026-12-01 09:00', 10, '2026-12-11', 'on a Friday'],
    ['2026-12-01 00:00', 10, '2026-12-11', 'asked as the day begins'],
    ['2026-12-01 23:59:59.999', 10, '2026-12-11', 'asked as the day ends'],
    ['2026-12-02 00:00', 10, '2026-12-14', 'on a Saturday, so on the Monday'],
    ['2026-12-03 10:00', 10, '2026-12-14', 'on a Sunday, so on the Monday'],
    ['2026-12-15 10:00', 10, '2026-12-28', 'on Christmas, so after the weekend'],
    ['2026-12-01 10:00', 1, '2026-12-02', 'on the day after'],
    ['2025-01-15 10:00', 12, '2025-01-31', 'on a decreed day before Seollal'],
    ['2026-12-01 10:00', 60, '2027-02-01', 'after two months'],
  ])('asked at %s for %i days ends at 24:00 of %s: %s', (asked, days, lastOn) => {
    expect(supplementUntil(seoul(asked), days, calendar)).toBe(seoulInstant(SeoulDate.parse(lastOn), '24:00'));
  });

  it('is ten days where nobody says otherwise, and sixty at most, as the API takes it', () => {
    expect([termDays, termDaysAtMost]).toEqual([10, 60]);
    const isTaken = (days: number): boolean =>
      SupplementRequestBody.safeParse({ text: '주소를 알려 주세요', termDays: days }).success;
    expect([0, 1, termDaysAtMost, termDaysAtMost + 1].map(isTaken)).toEqual([false, true, true, false]);
  });
});
