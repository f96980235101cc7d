import { describe, expect, it } from 'vitest';
import { APP_TRIES, isGivenUp, restSeconds, triedAt, waitsForApp } from '#rules/notices/app-patience.ts';
import { Instant } from '#schemas/instant.ts';

const at = Instant.parse('2026-11-23T00:00:00.000Z');

describe('an app that takes nothing', () => {
  it.each([
    [1, 10],
    [2, 20],
    [3, 40],
    [7, 640],
    [8, 900],
    [9, 900],
    [1_000, 900],
  ])('is tried again after the %ith try in %i seconds', (tries, seconds) => expect(restSeconds(tries)).toBe(seconds));

  it.each([
    [1, '2026-11-23T00:00:00.000Z'],
    [2, '2026-11-23T00:00:10.000Z'],
    [3, '2026-11-23T00:00:30.000Z'],
    [8, '2026-11-23T00:21:10.000Z'],
    [9, '2026-11-23T00:36:10.000Z'],
  ])('has its %ith try at %s', (tries, instant) => expect(triedAt(at, tries)).toBe(instant));

  it.each([
    ['2026-11-23T23:59:59.999Z', false],
    ['2026-11-24T00:00:00.000Z', true],
    ['2026-11-25T00:00:00.000Z', true],
  ])('is given up at %s: %s', (tried, isOver) => expect(isGivenUp(at, Instant.parse(tried))).toBe(isOver));

  it('is given up by age before the queue counts its tries', () => {
    expect(isGivenUp(at, triedAt(at, APP_TRIES))).toBe(true);
    expect(isGivenUp(at, triedAt(at, 100))).toBe(false);
  });
});

describe('a notice', () => {
  it.each([
    ['sending', 'channel', true],
    ['sending', 'sms', false],
    ['accepted', 'channel', false],
    ['planned', 'channel', false],
    ['planned', undefined, false],
  ] as const)('that is %s by %s waits for the app: %s', (status, channel, waits) =>
    expect(waitsForApp({ status, channel })).toBe(waits),
  );
});
