import type { DecreedHoliday } from '#schemas/calendar.ts';
import { ask, Declined } from '../city/api.ts';
import type { Millis } from '../city/clock.ts';
import { Refusal } from '../refusal.ts';
import type { Scene } from './scene.ts';
import { seoulTime } from './seoul-time.ts';

/** A day that was decreed a day off in this run, and when. */
export type Decree = { readonly on: string; readonly putAt: Millis };

const DAY_MS = 86_400_000;
/** No run of days off is longer. */
const TRIES = 14;

/**
 * An operator decrees a working day to be a day off: the first from an instant's day on that the city takes. It declines
 * Saturdays, Sundays and public holidays; days that were decreed before are left as they are.
 *
 * @throws Refusal when two weeks hold no such day
 */
export async function decreeHoliday({ url, cast }: Scene, from: Millis, now: Millis): Promise<Decree> {
  const operator = cast.one('operator', 0);
  const { items } = await ask<{ items: readonly DecreedHoliday[] }>(url, '/v1/calendar');
  const known = new Set<string>(items.map(({ on }) => on));
  for (let day = 0; day < TRIES; day += 1) {
    const on = seoulTime(from + day * DAY_MS).slice(0, 'YYYY-MM-DD'.length);
    if (known.has(on)) continue;
    try {
      await ask(url, `/v1/calendar/${on}`, {
        method: 'PUT',
        token: await cast.tokenOf(operator, now),
        body: { name: '임시공휴일', source: '국무회의 의결' },
      });
      return { on, putAt: now };
    } catch (error) {
      if (!(error instanceof Declined) || !['day-off-already', 'day-begun'].includes(error.code)) throw error;
    }
  }
  throw new Refusal(`${url} took no day off in the ${TRIES} days from ${seoulTime(from)}`);
}
