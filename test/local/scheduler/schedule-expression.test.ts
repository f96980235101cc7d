import { describe, expect, test } from 'vitest';
import { occurrences } from '#local/scheduler/schedule-expression.ts';

const at = Date.parse;
/** The next three occurrences after the instant, in UTC. */
const nextThree = (expression: string, zone: string, after: string): string[] => {
  const next = occurrences(expression, zone, at('2026-11-23T00:00:00Z'));
  const found: string[] = [];
  let from = at(after);
  for (let count = 0; count < 3; count += 1) {
    const due = next(from);
    if (due === undefined) break;
    found.push(new Date(due).toISOString().replace(':00.000Z', 'Z'));
    from = due;
  }
  return found;
};

describe('a schedule is due', () => {
  test.each([
    ['rate(1 hour)', 'UTC', '2026-11-23T00:00:00Z', ['2026-11-23T01:00Z', '2026-11-23T02:00Z', '2026-11-23T03:00Z']],
    ['rate(7 days)', 'UTC', '2026-11-24T00:00:00Z', ['2026-11-30T00:00Z', '2026-12-07T00:00Z', '2026-12-14T00:00Z']],
    // 03:00 in Seoul is 18:00 UTC the day before: the edge before, on and after.
    [
      'cron(0 3 * * ? *)',
      'Asia/Seoul',
      '2026-11-23T17:59:59.999Z',
      ['2026-11-23T18:00Z', '2026-11-24T18:00Z', '2026-11-25T18:00Z'],
    ],
    [
      'cron(0 3 * * ? *)',
      'Asia/Seoul',
      '2026-11-23T18:00:00Z',
      ['2026-11-24T18:00Z', '2026-11-25T18:00Z', '2026-11-26T18:00Z'],
    ],
    [
      'cron(0 9 ? * MON-FRI *)',
      'Asia/Seoul',
      '2026-11-26T00:00:00Z',
      ['2026-11-27T00:00Z', '2026-11-30T00:00Z', '2026-12-01T00:00Z'],
    ],
    [
      'cron(0/30 8-9 * * ? *)',
      'UTC',
      '2026-11-23T08:15:00Z',
      ['2026-11-23T08:30Z', '2026-11-23T09:00Z', '2026-11-23T09:30Z'],
    ],
    [
      'cron(0 0 L * ? *)',
      'UTC',
      '2026-11-23T00:00:00Z',
      ['2026-11-30T00:00Z', '2026-12-31T00:00Z', '2027-01-31T00:00Z'],
    ],
    [
      'cron(0 0 ? * 6L *)',
      'UTC',
      '2026-11-23T00:00:00Z',
      ['2026-11-27T00:00Z', '2026-12-25T00:00Z', '2027-01-29T00:00Z'],
    ],
    [
      'cron(0 0 ? * 2#1 *)',
      'UTC',
      '2026-11-23T00:00:00Z',
      ['2026-12-07T00:00Z', '2027-01-04T00:00Z', '2027-02-01T00:00Z'],
    ],
    [
      'cron(0 0 15W * ? *)',
      'UTC',
      '2026-11-23T00:00:00Z',
      ['2026-12-15T00:00Z', '2027-01-15T00:00Z', '2027-02-15T00:00Z'],
    ],
    [
      'cron(0 0 1W 8 ? *)',
      'UTC',
      '2026-11-23T00:00:00Z',
      ['2027-08-02T00:00Z', '2028-08-01T00:00Z', '2029-08-01T00:00Z'],
    ],
    [
      'cron(0 0 29 2 ? *)',
      'UTC',
      '2026-11-23T00:00:00Z',
      ['2028-02-29T00:00Z', '2032-02-29T00:00Z', '2036-02-29T00:00Z'],
    ],
    ['cron(0 0 1 1 ? 2027,2029)', 'UTC', '2026-11-23T00:00:00Z', ['2027-01-01T00:00Z', '2029-01-01T00:00Z']],
    ['at(2026-12-01T09:00:00)', 'Asia/Seoul', '2026-11-23T00:00:00Z', ['2026-12-01T00:00Z']],
    ['at(2026-11-01T09:00:00)', 'Asia/Seoul', '2026-11-23T00:00:00Z', []],
  ])('%s in %s after %s', (expression, zone, after, expected) => {
    expect(nextThree(expression, zone, after)).toEqual(expected);
  });
});

describe('what is no schedule', () => {
  test.each([
    'rate(0 hours)',
    'rate(1 fortnight)',
    'cron(0 3 * * * *)',
    'cron(0 3 ? * ? *)',
    'cron(60 3 * * ? *)',
    'cron(0 3 * * ?)',
    'at(tomorrow)',
    'hourly',
  ])('%s is refused', (expression) => {
    expect(() => occurrences(expression, 'UTC', 0)).toThrow(`Invalid Schedule Expression ${expression}.`);
  });
});
