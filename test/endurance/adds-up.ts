import { expect } from 'vitest';
import type { CountedCaseShown, Statistics } from '#schemas/api/statistics.ts';
import { Dimension, type Measure } from '#schemas/statistics.ts';
import type { City } from '#test/journeys/city.ts';

/** How many cases of each outcome the city lists, which its statistics must count. */
type Tallied = Readonly<Record<string, number>>;

/**
 * The statistics of a year: the sum over any dimension is the same, it is the number of cases listed, and each outcome is counted as
 * often as it is listed.
 *
 * @returns how many complaints of that year are counted
 */
export async function addsUp(city: City, year: number): Promise<number> {
  const token = await city.token('auditor-1');
  const days = `from=${year}-01-01&to=${year}-12-31`;
  const tables: Statistics[] = [];
  for (const by of Dimension.options) {
    const { status, body } = await city.ask<Statistics>('GET', `/v1/officials/me/statistics?by=${by}&${days}`, {
      token,
    });
    expect(status).toBe(200);
    tables.push(body);
  }
  const listed = await tallied(city, days);
  for (const { by, rows, total } of tables) {
    expect(sumOf(rows, 'received'), `${year} by ${by}`).toBe(listed.received ?? 0);
    for (const outcome of ['open', 'answered', 'hollow', 'withdrawn', 'transferred', 'ended', 'late'] as const) {
      expect(sumOf(rows, outcome), `${year} ${outcome} by ${by}`).toBe(listed[outcome] ?? 0);
      expect(total.measures[outcome] ?? 0).toBe(listed[outcome] ?? 0);
    }
  }
  return listed.received ?? 0;
}

const sumOf = (rows: Statistics['rows'], measure: Measure): number =>
  rows.reduce((sum, { measures }) => sum + (measures[measure] ?? 0), 0);

async function tallied(city: City, days: string): Promise<Tallied> {
  const token = await city.token('auditor-1');
  const counts: Record<string, number> = {};
  let cursor: string | undefined = '';
  while (cursor !== undefined) {
    const more: string = cursor === '' ? '' : `&cursor=${cursor}`;
    const { body } = await city.ask<{ items: CountedCaseShown[]; cursor?: string }>(
      'GET',
      `/v1/officials/me/statistics/cases?${days}&limit=100${more}`,
      { token },
    );
    for (const { measures } of body.items)
      for (const [measure, count] of Object.entries(measures)) counts[measure] = (counts[measure] ?? 0) + (count ?? 0);
    cursor = body.cursor;
  }
  return counts;
}
