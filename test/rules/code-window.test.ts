import { describe, expect, it } from 'vitest';
import { parseInstant, toInstant, toMillis } from '#rules/clock/instant.ts';
import { afterWrongCode, isClosedForCodes, type WrongCodes } from '#rules/code-window.ts';
import type { Instant } from '#schemas/instant.ts';

const since = parseInstant('2026-11-23T00:00:00Z');
const WINDOW = 15 * 60_000;
const later = (millis: number): Instant => toInstant(toMillis(since) + millis);

describe('the door for access codes', () => {
  it.each([
    ['before any wrong code', { wrong: 0 }, 0, false],
    ['after four wrong codes', { wrong: 4, wrongSince: since }, 1, false],
    ['at the instant of the fifth', { wrong: 5, wrongSince: since }, 0, true],
    ['1 ms before 15 minutes after the fifth', { wrong: 5, wrongSince: since }, WINDOW - 1, true],
    ['15 minutes after the fifth', { wrong: 5, wrongSince: since }, WINDOW, false],
    ['1 ms later', { wrong: 5, wrongSince: since }, WINDOW + 1, false],
    ['with a count whose beginning is unknown', { wrong: 5 }, 0, false],
  ] as const)('%s: closed %s', (_, codes, millis, isClosed) => {
    expect(isClosedForCodes(codes, later(millis))).toBe(isClosed);
  });
});

describe('a wrong code', () => {
  it.each([
    ['the first', { wrong: 0 }, 7, { wrong: 1, since: later(7) }],
    ['the second within 15 minutes', { wrong: 1, wrongSince: since }, WINDOW - 1, { wrong: 2, since }],
    ['the second after 15 minutes', { wrong: 1, wrongSince: since }, WINDOW, { wrong: 1, since: later(WINDOW) }],
    ['1 ms later still', { wrong: 1, wrongSince: since }, WINDOW + 1, { wrong: 1, since: later(WINDOW + 1) }],
    ['the fifth begins the closed time', { wrong: 4, wrongSince: since }, 9, { wrong: 5, since: later(9) }],
    ['the first after the closed time', { wrong: 5, wrongSince: since }, WINDOW, { wrong: 1, since: later(WINDOW) }],
  ] as const)('%s is counted', (_, before, millis, after) => {
    expect(afterWrongCode(before, later(millis))).toEqual(after);
  });

  it('four times every 15 minutes never closes the door; a fifth within them does', () => {
    const tries = (instants: readonly Instant[]): WrongCodes =>
      instants.reduce<WrongCodes>(
        (before, at) => {
          const { wrong, since: wrongSince } = afterWrongCode(before, at);
          return { wrong, wrongSince };
        },
        { wrong: 0 },
      );
    const four = [0, 1, 2, 3].map(later);
    const slow = [...four, ...four.map((at) => toInstant(toMillis(at) + WINDOW))];
    expect(isClosedForCodes(tries(slow), later(WINDOW + 3))).toBe(false);
    expect(isClosedForCodes(tries([...four, later(WINDOW - 1)]), later(WINDOW - 1))).toBe(true);
  });
});
