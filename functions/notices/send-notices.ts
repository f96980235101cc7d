import type * as z from 'zod';
import { readCorrespondence } from '#functions/aws/complaint-table.ts';
import { moveNotice } from '#functions/aws/notice-ledger.ts';
import { waitsForApp } from '#rules/notices/app-patience.ts';
import { policyOf } from '#rules/notices/notice-policy.ts';
import type { Instant } from '#schemas/instant.ts';
import type { Notice, Recipient } from '#schemas/notice.ts';
import type { NoticeSettings } from '#schemas/settings.ts';
import { type PersonOf, peopleOfBatch } from './address.ts';
import { afterSilence, lookForSilence } from './by-app.ts';
import { planDigest } from './digest.ts';
import { queueDutyCall } from './duty-call.ts';
import { type LookAgain, lookAfter, lookAt } from './look-again.ts';
import { sendNotice } from './send-notice.ts';

type Settings = z.infer<typeof NoticeSettings>;

/** Before a notice whose send was begun is judged, seconds: longer than this function can run. */
const REST_SECONDS = 60;

/**
 * Sends what is planned for a complaint, to each recipient in the order it was planned.
 *
 * Each send is claimed in the ledger first. A send that was begun and never ended is looked at again after a rest; if it
 * is still the same one then, the process died between send and record: it becomes `uncertain` and is never repeated.
 * What one recipient has to wait for holds back nobody else.
 *
 * @param personOf default: reads each of the city's people once
 * @param at       when it is looked at; default: when the newest notice was planned, because a stream tells no time
 * @throws TransientFault when the table or the retry queue was busy; the same call can succeed later
 */
export async function sendNotices(
  settings: Settings,
  { number, until, begun, silent }: LookAgain,
  personOf: PersonOf = peopleOfBatch(settings.CITY_TABLE),
  at?: Instant,
): Promise<void> {
  const { NOTICE_QUEUE_URL } = settings;
  if (until !== undefined && at !== undefined && at < until) return lookAt(NOTICE_QUEUE_URL, number, until, at);
  const found = await readCorrespondence(settings.COMPLAINT_TABLE, number);
  if (found === undefined) return;
  const lookedAt = newest(found.notices, at);
  if (lookedAt === undefined) return;
  const look = { settings, found, personOf, at: lookedAt };
  const waiting = new Set<string>();
  let again: LookAgain | undefined;
  for (const notice of await afterSilence(settings, number, found.notices, silent)) {
    const lane = laneOf(notice.to);
    if (notice.missedAt !== undefined) {
      if (notice.status === 'planned') await planDigest(settings, number, notice);
    } else if (notice.status === 'planned') {
      // A later notice never overtakes one that has to wait, until a person sees that one in the list of undelivered ones.
      if (waiting.has(lane)) continue;
      await queueDutyCall(settings, number, notice, lookedAt);
      const outcome = await sendNotice({ ...look, isUrged: isUrged(found.notices, notice) }, notice);
      // Whoever has it may have read the case before the later notices were planned, so somebody looks again.
      if (outcome === 'taken') again ??= { number };
      if (outcome !== 'done' && outcome !== 'listed') waiting.add(lane);
    } else if (waitsForApp(notice)) {
      // Nothing waits behind it: an app gets its messages in order, and others are told meanwhile.
      await lookForSilence(settings, number, notice);
    } else if (notice.status === 'sending') {
      const { order, attempt } = notice;
      if (begun?.order === order && begun.attempt === attempt) {
        const uncertain: Notice = { ...notice, status: 'uncertain', undeliveredAt: lookedAt };
        await moveNotice(settings.COMPLAINT_TABLE, number, notice, uncertain);
      } else {
        again = { number, begun: { order, attempt } };
        waiting.add(lane);
      }
    }
  }
  // One message, whatever has to rest: each brings a look that may queue another, so more would multiply without end.
  if (again !== undefined) await lookAfter(NOTICE_QUEUE_URL, REST_SECONDS, again);
}

/** Whose notices wait for each other: one recipient's. */
const laneOf = (to: Recipient): string => ('id' in to ? `${to.role} ${to.id}` : to.role);

/** Whether the same recipient gets something later that no night holds back: then this goes along, so that the order stands. */
const isUrged = (notices: readonly Notice[], { order, to }: Notice): boolean =>
  notices.some(
    (later) =>
      later.order > order &&
      later.status === 'planned' &&
      later.missedAt === undefined &&
      laneOf(later.to) === laneOf(to) &&
      policyOf(later.step).passesAtNight,
  );

/** The newest instant that the ledger knows of, or the one at which it is looked at. */
function newest(notices: readonly Notice[], at: Instant | undefined): Instant | undefined {
  const known = notices.map(({ plannedAt, resentAt = plannedAt }) => resentAt);
  return [...known, ...(at === undefined ? [] : [at])].toSorted().at(-1);
}
