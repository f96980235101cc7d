import type { Scores } from '#schemas/api/score.ts';
import type { CountedCaseShown, Statistics } from '#schemas/api/statistics.ts';
import type { Dimension } from '#schemas/statistics.ts';
import type { Millis } from '../city/clock.ts';
import { readAs, type Scene } from '../play/scene.ts';
import { seoulTime } from '../play/seoul-time.ts';

/** What the city counts its complaints by. */
export const dimensions = [
  'district',
  'ward',
  'field',
  'department',
  'channel',
  'kind',
  'day',
] as const satisfies readonly Dimension[];

/** What the city's counters say at the end of a run, of everything received since its first day; and its months' scores. */
export type CityStatistics = {
  readonly tables: readonly Statistics[];
  /** How many cases stand behind the number of those received. */
  readonly listed: number;
  readonly scores: readonly Scores[];
};

/** Reads the statistics and scores of the city as one of its operators. */
export async function readStatistics(scene: Scene, start: Millis, now: Millis): Promise<CityStatistics> {
  const operator = scene.cast.one('operator', 0);
  const read = async <T>(path: string): Promise<T> => readAs<T>(scene, operator, now, path);
  const [from, to] = [start, now].map((at) => seoulTime(at).slice(0, 10));
  const tables: Statistics[] = [];
  for (const by of dimensions) {
    tables.push(await read<Statistics>(`/v1/officials/me/statistics?by=${by}&from=${from}&to=${to}`));
  }
  const scores: Scores[] = [];
  for (const month of monthsOf(start, now)) scores.push(await read<Scores>(`/v1/scores?month=${month}`));
  const link = tables[0]?.total.cases.received;
  return { tables, listed: link === undefined ? 0 : await countCases(read, link), scores };
}

async function countCases(read: <T>(path: string) => Promise<T>, link: string): Promise<number> {
  let count = 0;
  let cursor: string | undefined = '';
  while (cursor !== undefined) {
    const more: string = cursor === '' ? '' : `&cursor=${cursor}`;
    const page: { items: CountedCaseShown[]; cursor?: string } = await read(`${link}&limit=100${more}`);
    count += page.items.length;
    cursor = page.cursor;
  }
  return count;
}

/** The months in which a run's complaints were received, answered or fell due. */
function monthsOf(start: Millis, now: Millis): string[] {
  const months: string[] = [];
  let month = seoulTime(start).slice(0, 7);
  const last = seoulTime(now).slice(0, 7);
  while (month <= last) {
    months.push(month);
    const [year = 0, ordinal = 0] = month.split('-').map(Number);
    month = `${ordinal === 12 ? year + 1 : year}-${String((ordinal % 12) + 1).padStart(2, '0')}`;
  }
  return months;
}
