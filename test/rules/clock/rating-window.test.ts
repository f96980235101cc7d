import { describe, expect, it } from 'vitest';
import { parseInstant } from '#rules/clock/instant.ts';
import { rateUntil } from '#rules/clock/rating-window.ts';

describe('the window in which an answer can be rated', () => {
  it.each([
    ['2026-12-01T09:00:00.000Z', '2026-12-15T09:00:00.000Z'],
    ['2026-12-31T23:59:59.999Z', '2027-01-14T23:59:59.999Z'],
    ['2028-02-20T00:00:00.000Z', '2028-03-05T00:00:00.000Z'],
  ])('of an answer of %s ends fourteen days later to the millisecond: %s', (answeredAt, until) => {
    expect(rateUntil(parseInstant(answeredAt))).toBe(until);
  });
});
