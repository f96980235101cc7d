import type { History } from '#schemas/api/auditor.ts';
import type { ListedComplaint } from '#schemas/api/official.ts';
import type { Millis } from '../city/clock.ts';
import { readAs, type Scene } from './scene.ts';
import { nextSitting, sittings } from './seoul-time.ts';
import { temperOf } from './temper.ts';

/** What comes of a complaint that stands in an official's list, and when; nothing when it is left open. */
export type Planned = { readonly at: Millis; readonly what: 'answer' | 'withdrawal' } | undefined;

/**
 * Plans the story of a complaint once it is somebody's. In time: at one of the sittings up to the due instant. Late: at the
 * sitting after a rung of its ladder, which the auditor reads in its history.
 */
export async function planStory(scene: Scene, { number, dueAt }: ListedComplaint, now: Millis): Promise<Planned> {
  const temper = temperOf(scene.filed.get(number)?.row.index ?? 0);
  switch (temper.kind) {
    case 'left-open':
      return undefined;
    case 'answered-in-time':
      return { at: sittingAt(temper.share, now, Date.parse(dueAt)), what: 'answer' };
    case 'withdrawn':
      return { at: sittingAt(temper.share, now, Date.parse(dueAt)), what: 'withdrawal' };
    case 'answered-late': {
      const auditor = scene.cast.one('auditor', 0);
      const { complaint } = await readAs<History>(scene, auditor, now, `/v1/complaints/${number}/history`);
      const rung = complaint.rungs.find(({ id }) => id === temper.after);
      return { at: nextSitting(Math.max(now, Date.parse(rung?.at ?? dueAt))), what: 'answer' };
    }
  }
}

/** The sitting that lies at this share of the time that is left; the present one counts. */
function sittingAt(share: number, now: Millis, dueAt: Millis): Millis {
  const left = [now, ...sittings(now, dueAt)];
  return left[Math.floor(share * left.length)] ?? now;
}
