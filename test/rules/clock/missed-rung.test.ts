import { expect, it } from 'vitest';
import { isMissed } from '#rules/clock/missed-rung.ts';
import { at } from '#test/functions/samples.ts';
import { away } from '../hearing/spoken.ts';

it.each([
  ['at its time', 0, false],
  ['after half an hour', 30 * 60_000, false],
  ['a moment later', 30 * 60_000 + 1, true],
  ['before its time', -1, false],
])('a rung climbed %s is missed: %s', (_, millis, expected) => {
  expect(isMissed(at, away(at, millis as number))).toBe(expected);
});
