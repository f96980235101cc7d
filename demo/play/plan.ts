import type { History } from '#schemas/api/auditor.ts';
import type { ListedComplaint } from '#schemas/api/official-case.ts';
import type { RungId } from '#schemas/rung.ts';
import type { Millis } from '../city/clock.ts';
import { readAs, type Scene } from './scene.ts';
import { nextSitting, sittings } from './seoul-time.ts';
import type { Turn } from './temper.ts';

/**
 * When a turn of the story of a complaint in an official's list comes: at one of the sittings up to the listed due instant or
 * after it, or at the sitting after a rung of its ladder, which the auditor reads in its history.
 */
export async function turnAt(
  scene: Scene,
  { number, dueAt }: ListedComplaint,
  turn: Turn,
  now: Millis,
): Promise<Millis> {
  return turn.by === 'share'
    ? sittingAt(turn.share, now, Date.parse(dueAt))
    : Math.max(await sittingAfterRung(scene, number, turn.rung, now), nextSitting(now));
}

/** The sitting after a rung, as the ladder stands now: whoever planned by it looks again, because a decree moves it. */
export async function sittingAfterRung(scene: Scene, number: string, id: RungId, now: Millis): Promise<Millis> {
  const auditor = scene.cast.one('auditor', 0);
  const { complaint } = await readAs<History>(scene, auditor, now, `/v1/complaints/${number}/history`);
  const rung = complaint.rungs.find((one) => one.id === id);
  return nextSitting(Date.parse(rung?.at ?? complaint.deadline?.dueAt ?? complaint.receivedAt));
}

/** The sitting that lies at this share of the time that is left; the present one counts. All of it: the one afterwards. */
function sittingAt(share: number, now: Millis, dueAt: Millis): Millis {
  const left = [now, ...sittings(now, dueAt)];
  return left[Math.floor(share * left.length)] ?? nextSitting(Math.max(now, dueAt));
}
