import { describe, expect, it } from 'vitest';
import { parseInstant } from '#rules/clock/instant.ts';
import { seoulDueText, seoulText, seoulTime } from '#rules/clock/seoul-time.ts';

describe('an instant as people in Seoul write it', () => {
  it.each([
    ['2026-11-24T18:00:00+09:00', '11/24 18:00', 'the end of the working day'],
    ['2026-11-24T00:00:00Z', '11/24 09:00', 'nine hours ahead of UTC'],
    ['2026-11-24T16:00:00Z', '11/25 01:00', 'already the next day in Seoul'],
    ['2026-11-24T23:59:59.999+09:00', '11/24 23:59', '1 ms before midnight'],
    ['2026-11-25T00:00:00+09:00', '11/24 24:00', 'midnight belongs to the day it ends'],
    ['2026-11-25T00:00:00.001+09:00', '11/25 00:00', '1 ms after midnight'],
    ['2026-11-25T00:01:00+09:00', '11/25 00:01', 'the first minute'],
    ['2027-01-01T00:00:00+09:00', '12/31 24:00', 'the end of a year'],
    ['2028-03-01T00:00:00+09:00', '02/29 24:00', 'the end of a leap day'],
    ['1969-12-31T15:00:00Z', '12/31 24:00', 'a midnight before 1970'],
  ])('%s is %s: %s', (at, text) => {
    expect(seoulTime(parseInstant(at))).toBe(text);
  });
});

describe('an instant in a list', () => {
  it.each([
    ['2026-11-24T18:00:00+09:00', '2026-11-24 18:00:00', '2026-11-24 18:00'],
    ['2026-11-24T23:59:59.999+09:00', '2026-11-24 23:59:59', '2026-11-24 23:59'],
    ['2026-11-25T00:00:00+09:00', '2026-11-25 00:00:00', '2026-11-24 24:00'],
    ['2026-11-25T00:00:00.001+09:00', '2026-11-25 00:00:00', '2026-11-25 00:00'],
    ['2027-01-01T00:00:00+09:00', '2027-01-01 00:00:00', '2026-12-31 24:00'],
  ])('%s is %s, and %s where something is due', (at, text, due) => {
    expect(seoulText(parseInstant(at))).toBe(text);
    expect(seoulDueText(parseInstant(at))).toBe(due);
  });
});
