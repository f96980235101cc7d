import { describe, expect, it } from 'vitest';
import { periodOf } from '#rules/clock/period-text.ts';

describe('the period a text names', () => {
  it.each([
    ['8 working-hours', { unit: 'working-hours', count: 8 }],
    ['1 working-hour', { unit: 'working-hours', count: 1 }],
    ['1 day', { unit: 'days', count: 1 }],
    ['14 days', { unit: 'days', count: 14 }],
    ['1 month', { unit: 'months', count: 1 }],
    ['3 months', { unit: 'months', count: 3 }],
    ['1 year', { unit: 'years', count: 1 }],
    ['2  years', { unit: 'years', count: 2 }],
    ['1000 days', { unit: 'days', count: 1000 }],
    // "immediately" is three working hours (docs/law.md#periods)
    ['immediate', { unit: 'working-hours', count: 3 }],
    ['same-day', 'same-day'],
  ])('%s', (text, period) => {
    expect(periodOf(text)).toEqual(period);
  });
});

describe('a text that names none is refused', () => {
  const count = 'expected a whole number from 1 to 1000';
  it.each([
    ['0 days', `the count of '0 days' is 0, ${count}`],
    ['1001 days', `the count of '1001 days' is 1001, ${count}`],
    [`${'9'.repeat(400)} days`, count],
  ])('for its count: %s', (text, words) => {
    expect(() => periodOf(text)).toThrow(RangeError);
    expect(() => periodOf(text)).toThrow(words);
  });

  const period = 'expected a whole number of working-hours, days, months or years, or immediate, or same-day';
  it.each([
    '',
    'days',
    '8',
    '8 weeks',
    '8 Days',
    '8days',
    '-1 days',
    '1.5 days',
    '1e2 days',
    '1 day 2',
    '8 constructor',
  ])("for what it is: '%s'", (text) => {
    expect(() => periodOf(text)).toThrow(RangeError);
    expect(() => periodOf(text)).toThrow(`the period is '${text}', ${period}`);
  });
});
