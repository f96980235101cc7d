import { readHolidays } from '#functions/aws/city-table.ts';
import { readKey } from '#functions/aws/complaint-access.ts';
import { keepSignal } from '#functions/aws/complaint-change.ts';
import { readBeforeSaying } from '#functions/aws/complaint-table.ts';
import type { KeptKey, Telling } from '#functions/aws/complaint-writes.ts';
import { cityCalendar } from '#rules/clock/holidays.ts';
import { toMillis } from '#rules/clock/instant.ts';
import { afterHearing, hear, movesDeadline } from '#rules/hearing.ts';
import { asDeputy } from '#rules/people/access.ts';
import { absentOf, actorOf, speakerName } from '#rules/people/speaker-name.ts';
import type { Complaint } from '#schemas/complaint.ts';
import { Refused, TransientFault } from '#schemas/errors.ts';
import type { Instant } from '#schemas/instant.ts';
import type { PersonId } from '#schemas/person.ts';
import type { Said, Speaker } from '#schemas/signal.ts';
import { hashBody, hashIdempotencyKey } from './access-code.ts';
import { claimFiles, type Filed, findFiles } from './check-files.ts';

type Settings = { readonly COMPLAINT_TABLE: string; readonly CITY_TABLE: string; readonly FILE_BUCKET?: string };

/** How often it is decided anew because somebody else said something between the reading and the writing. */
const LAPS = 8;

/** How long a key is kept, 2_592_000 (30 days). */
export const KEY_SECONDS = 2_592_000;

/**
 * Something a person says to a complaint. `check` throws when it is not theirs to say; `standsInFor` are the absent persons in
 * whose place they may say it.
 */
export type Saying = {
  readonly number: string;
  readonly at: Instant;
  readonly by: Speaker;
  readonly said: Said;
  readonly standsInFor?: readonly PersonId[];
  readonly check?: (complaint: Complaint) => void;
  readonly ifMatch?: number | undefined;
  readonly idempotencyKey?: string | undefined;
  /** Files that come with it, and whose uploads they are; only where the function knows the bucket. */
  readonly files?: { readonly filed: Filed; readonly owner: string };
};

/** The number it is kept under, and the desk's version since. */
export type Kept = { readonly signal: number; readonly version: number };

/**
 * Keeps what a person says, if it would be applied after all that was said before; the execution hears it.
 *
 * @throws Refused with the code that Hear would give, `version-stale`, `complaint-not-found` or `idempotency-key-reused`, and for
 *   files as `findFiles` and `claimFiles`;
 *   TransientFault when the desk kept moving
 */
export async function say(settings: Settings, saying: Saying): Promise<Kept> {
  const { COMPLAINT_TABLE: table, CITY_TABLE } = settings;
  const { number, at, said, check, ifMatch } = saying;
  const usedAt = Math.floor(toMillis(at) / 1000);
  const key = keyOf(saying);
  const repeated = await answerOf(table, key, usedAt);
  if (repeated !== undefined) return repeated;
  let files: Awaited<ReturnType<typeof findFiles>> | undefined;
  for (let lap = 0; lap < LAPS; lap += 1) {
    const before = await readBeforeSaying(table, number);
    if (before === undefined) throw new Refused('complaint-not-found', `no complaint has the number ${number}`);
    const { desk, complaint, unheard } = before;
    check?.(complaint);
    if (ifMatch !== undefined && ifMatch !== desk.version) {
      throw new Refused('version-stale', `you read version ${ifMatch}, the case is at version ${desk.version}`);
    }
    const isMoving = movesDeadline(said) || unheard.some((signal) => movesDeadline(signal.said));
    const calendar = cityCalendar(isMoving ? await readHolidays(CITY_TABLE) : []);
    const soFar = afterHearing(complaint, unheard, calendar);
    // Kept with the signal: when it is heard, the absence may be over.
    const by = inWhosePlace(soFar, saying);
    const heard = hear(soFar, said, { at, by, signal: desk.said + 1, calendar });
    if (heard.outcome === 'refused') throw new Refused(heard.code, heard.message);
    const kept: Kept = { signal: desk.said + 1, version: desk.version + 1 };
    // Looked at once it is sure that this may be said, and not again in another lap.
    files ??= await filesOf(settings, saying);
    const from = by.role === 'petitioner' ? ('petitioner' as const) : ('city' as const);
    const claims = claimFiles(files, { identity: soFar.identity, by: from, at, signal: kept.signal });
    const telling: Telling = {
      at,
      actor: actorOf(by),
      action: `${said.kind}-said`,
      facts: {
        signal: kept.signal,
        ...placeOf(by),
        ...(claims.length === 0 ? {} : { attachments: claims.length }),
      },
    };
    const signal = { number: kept.signal, at, by, said, status: 'said' } as const;
    const keptKey: KeptKey | undefined =
      key === undefined ? undefined : { ...key, answer: kept, usedAt, expiresAt: usedAt + KEY_SECONDS };
    const outcome = await keepSignal(table, number, desk, signal, telling, keptKey, claims);
    if (outcome === 'upload-used') throw new Refused('attachment-used', 'one of the attachments was filed meanwhile');
    if (outcome === 'kept') return kept;
    const meanwhile = outcome === 'key-used' ? await answerOf(table, key, usedAt) : undefined;
    if (meanwhile !== undefined) return meanwhile;
  }
  throw new TransientFault(`complaint ${number} moved ${LAPS} times while something was said`, undefined);
}

async function filesOf({ FILE_BUCKET, ...tables }: Settings, { files, at }: Saying) {
  if (files === undefined || files.filed.length === 0) return [];
  if (FILE_BUCKET === undefined) throw new Error('files were filed by a function that has no bucket');
  return findFiles({ ...tables, FILE_BUCKET }, files.filed, { owner: files.owner, at });
}

const inWhosePlace = (complaint: Complaint, { by, standsInFor = [] }: Saying): Speaker =>
  'id' in by ? asDeputy(complaint, by, standsInFor) : by;

function placeOf(by: Speaker): { for?: PersonId } {
  const absent = absentOf(by);
  return absent === undefined ? {} : { for: absent };
}

type Key = { readonly key: string; readonly bodyHash: string };

function keyOf({ number, by, said, idempotencyKey, files }: Saying): Key | undefined {
  if (idempotencyKey === undefined) return undefined;
  const owner = `${number} ${speakerName(by)}`;
  const body = files === undefined || files.filed.length === 0 ? said : { said, files: files.filed };
  return { key: hashIdempotencyKey(owner, idempotencyKey), bodyHash: hashBody(body) };
}

async function answerOf(table: string, key: Key | undefined, usedAt: number): Promise<Kept | undefined> {
  const used = key === undefined ? undefined : await readKey(table, key.key, usedAt);
  if (key === undefined || used === undefined) return undefined;
  if (used.bodyHash !== key.bodyHash) {
    throw new Refused('idempotency-key-reused', 'this Idempotency-Key was used with another body');
  }
  return { signal: Number(used.answer.signal), version: Number(used.answer.version) };
}
