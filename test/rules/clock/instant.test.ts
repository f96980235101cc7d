import { describe, expect, it } from 'vitest';
import {
  addDays,
  daysBetween,
  parseInstant,
  seoulDate,
  seoulDateOf,
  seoulInstant,
  weekdayOf,
} from '#rules/clock/instant.ts';
import { Instant, SeoulDate } from '#schemas/instant.ts';

const at = (text: string): Instant => Instant.parse(text);
const on = (text: string): SeoulDate => SeoulDate.parse(text);

describe('an instant', () => {
  it.each([
    ['2025-01-23T23:00:00.000Z', '2025-01-24', '08:00 in Seoul is yesterday in UTC'],
    ['2025-01-24T14:59:59.999Z', '2025-01-24', 'the last moment of a day'],
    ['2025-01-24T15:00:00.000Z', '2025-01-25', 'midnight begins the next'],
    ['2024-12-31T15:00:00.000Z', '2025-01-01', 'and the next year'],
  ])('%s lies on %s: %s', (instant, day) => {
    expect(seoulDateOf(at(instant))).toBe(day);
  });

  it('is read in any offset', () => {
    expect(parseInstant('2025-01-24T16:00:00+09:00')).toBe('2025-01-24T07:00:00.000Z');
    expect(parseInstant('2025-01-24T02:00:00.5-05:00')).toBe('2025-01-24T07:00:00.500Z');
  });

  it.each(['2025-01-24T16:00:00', '2025-01-24', 'tomorrow', '2025-13-01T00:00:00Z'])('refuses %s', (text) => {
    expect(() => parseInstant(text)).toThrow(`'${text}' is not an instant with its offset`);
  });

  it.each([
    '2025-02-29T00:00:00.000Z',
    '2025-01-24T07:00:00Z',
    '2025-01-24T16:00:00.000+09:00',
    '2025-01-24T24:00:00.000Z',
  ])('is never written %s', (text) => {
    expect(Instant.safeParse(text).success).toBe(false);
  });
});

describe('a day in Seoul', () => {
  it('has times of day up to 24:00', () => {
    expect(seoulInstant(on('2025-01-24'), '16:30')).toBe('2025-01-24T07:30:00.000Z');
    expect(seoulInstant(on('2025-01-24'), '24:00')).toBe('2025-01-24T15:00:00.000Z');
  });

  it('is counted over month and leap day', () => {
    expect(addDays(on('2024-02-28'), 2)).toBe('2024-03-01');
    expect(daysBetween(on('2024-12-31'), on('2024-02-28'))).toBe(-307);
    expect(seoulDate(2025, 3, 0)).toBe('2025-02-28');
    expect(weekdayOf(on('2026-11-23'))).toBe(1);
    expect(weekdayOf(on('1969-12-28'))).toBe(0);
  });

  it.each(['2025-02-29', '2025-1-1', '20250101'])('is never written %s', (text) => {
    expect(SeoulDate.safeParse(text).success).toBe(false);
  });
});
