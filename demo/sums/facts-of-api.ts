import type { History } from '#schemas/api/auditor.ts';
import type { TrackedComplaint } from '#schemas/api/citizen.ts';
import type { Need } from '#schemas/need.ts';
import { atOnce } from '../at-once.ts';
import { Declined } from '../city/api.ts';
import type { Millis } from '../city/clock.ts';
import { track } from '../play/petitioner.ts';
import { AT_ONCE, type Filed, readAs, type Scene } from '../play/scene.ts';
import { countNotices, type Fact, type MoveCounts, type Outcome, rungIds } from './fact.ts';

/** What the API knows of this run, and the histories it was read from. */
export type ApiFacts = { readonly facts: readonly Fact[]; readonly histories: readonly History[] };

/**
 * The facts as the city tells them: the petitioner tracks the complaint, an operator reads the queue, an auditor the history.
 * A complaint that the city does not know is missing among them; the sums will show it.
 */
export async function factsOfApi(scene: Scene, now: Millis, onRead: () => void): Promise<ApiFacts> {
  const needing = await numbersInQueue(scene, now);
  const told = await atOnce([...scene.filed.values()], AT_ONCE, async (filed) => {
    const found = await readBoth(scene, filed, now);
    onRead();
    return found === undefined ? [] : [{ fact: factOf(found, needing), history: found.history }];
  });
  return { facts: told.flat().map(({ fact }) => fact), histories: told.flat().map(({ history }) => history) };
}

type Found = { readonly tracked: TrackedComplaint; readonly history: History };

async function readBoth(scene: Scene, filed: Filed, now: Millis): Promise<Found | undefined> {
  const auditor = scene.cast.one('auditor', 0);
  try {
    return {
      tracked: await track(scene.url, filed),
      history: await readAs(scene, auditor, now, `/v1/complaints/${filed.number}/history`),
    };
  } catch (error) {
    if (error instanceof Declined && error.status === 404) return undefined;
    throw error;
  }
}

function factOf({ tracked, history }: Found, needing: ReadonlySet<string>): Fact {
  const climbed = history.entries.filter(({ action }) => action === 'rung-climbed').map(({ facts }) => facts.rung);
  return {
    number: tracked.number,
    outcome: needing.has(tracked.number) ? 'needs a person' : outcomeOf(tracked),
    district: tracked.district ?? '',
    rungs: rungIds.flatMap((rung) => climbed.filter((one) => one === rung).map(() => rung)),
    moves: movesOf(history),
    score: tracked.rating?.score,
    notices: countNotices(history.notices),
  };
}

/** By the ledger as it is shown: each entry with how far it moved the due instant. */
function movesOf({ clock }: History): MoveCounts {
  const lines = clock?.lines ?? [];
  const moved = lines.filter(({ kind, movedMinutes }) => kind.endsWith('-holiday') && movedMinutes !== 0);
  return {
    paused: lines.filter(({ kind }) => kind === 'pause').length,
    extended: lines.filter(({ kind }) => kind === 'extension').length,
    'moved by a decree': moved.length,
  };
}

function outcomeOf({ status, answers }: TrackedComplaint): Outcome {
  if (status === 'withdrawn') return 'withdrawn';
  const last = answers.at(-1);
  if (last === undefined) return 'open';
  return last.isLate ? 'answered late' : 'answered in time';
}

async function numbersInQueue(scene: Scene, now: Millis): Promise<Set<string>> {
  const operator = scene.cast.one('operator', 0);
  const numbers = new Set<string>();
  let cursor = '';
  do {
    const path = `/v1/operator/queue?limit=100${cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`}`;
    const page = await readAs<{ items: readonly Need[]; cursor?: string }>(scene, operator, now, path);
    for (const { number } of page.items) numbers.add(number);
    cursor = page.cursor ?? '';
  } while (cursor !== '');
  return numbers;
}
