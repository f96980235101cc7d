import * as z from 'zod';
import { readHolidays } from '#functions/aws/city-table.ts';
import { listDigests, listMissed } from '#functions/aws/complaint-lists.ts';
import { readCorrespondence } from '#functions/aws/complaint-table.ts';
import { closeDigest, moveNotice, openDigest } from '#functions/aws/notice-ledger.ts';
import { enqueue } from '#functions/aws/retry-queue.ts';
import { log } from '#functions/middleware/log.ts';
import { cityCalendarAt } from '#rules/clock/holidays.ts';
import { collectedAt, collectingSeconds, mayTellAt } from '#rules/notices/digest-time.ts';
import { triesIn, withTry } from '#rules/notices/notice-delivery.ts';
import type { Instant } from '#schemas/instant.ts';
import { type Notice, type NoticeChannel, Recipient } from '#schemas/notice.ts';
import type { NoticeSettings } from '#schemas/settings.ts';
import { digestAddressOf } from './address.ts';
import { deliver, failureOf, wasRefused } from './deliver.ts';
import { digestHeading, digestText } from './wording/digest.ts';

type Settings = z.infer<typeof NoticeSettings>;

/** What stands in the queue for a digest: whose. */
export const DigestDue = z.object({ digest: Recipient });
export type DigestDue = z.infer<typeof DigestDue>;

/** A missed notice that this digest has taken. */
type Taken = { readonly number: string; readonly notice: Notice };

/**
 * Sees to it that a recipient gets a digest of what they missed: the first missed notice opens it, the others join it.
 *
 * Outside working hours it waits for the morning.
 *
 * @throws TransientFault when the table or the queue was busy; the same call can succeed later
 */
export async function planDigest(settings: Settings, number: string, notice: Notice): Promise<void> {
  const { to, plannedAt } = notice;
  if (!(await openDigest(settings.COMPLAINT_TABLE, to, openerOf(number, notice), plannedAt))) return;
  const at = collectedAt(plannedAt);
  if (await mayTell(settings, at)) await lookAt(settings, to, collectingSeconds);
}

/** A notice as the one that opens a digest. */
const openerOf = (number: string, { order }: Notice): string => `${number} ${order}`;

async function mayTell(settings: Settings, at: Instant): Promise<boolean> {
  return mayTellAt(at, cityCalendarAt(at, await readHolidays(settings.CITY_TABLE)));
}

const lookAt = (settings: Settings, digest: Recipient, seconds: number): Promise<void> =>
  enqueue(settings.NOTICE_QUEUE_URL, [JSON.stringify({ digest } satisfies DigestDue)], seconds);

/** Queues all digests that are open: those opened outside working hours, and whatever got lost since. */
export async function queueOpenDigests(settings: Settings): Promise<void> {
  for (const digest of await listDigests(settings.COMPLAINT_TABLE)) await lookAt(settings, digest, 0);
}

/**
 * Sends a recipient one message with everything they missed, in order; outside working hours it stays open.
 *
 * Each notice is claimed in the ledger first, so it is in one digest only. A notice that was claimed by a digest whose sender
 * died becomes `uncertain` and is never repeated.
 *
 * @param at when the queue gave it: a schedule that was missed in an outage tells an hour that is long past
 * @throws TransientFault when the table or the queue was busy; the same call can succeed later
 */
export async function sendDigest(settings: Settings, { digest: to }: DigestDue, at: Instant): Promise<void> {
  if (!(await mayTell(settings, at))) return;
  // Closed before it is read: what is missed from here on opens another.
  await closeDigest(settings.COMPLAINT_TABLE, to);
  const address = await digestAddressOf(settings.CITY_TABLE, to);
  const taken = await take(settings, to, address?.channel, at);
  const [first] = taken;
  if (first === undefined) return;
  if (address === undefined) return record(settings, taken, { status: 'unreachable', undeliveredAt: at });
  const lines = taken.map(({ number, notice: { step, missedAt = at } }) => ({ number, step, missedAt }));
  const subject = digestHeading(lines);
  let messageId: string;
  try {
    messageId = await deliver(settings, address, {
      // A topic's subject is ASCII of at most 100 characters.
      subject: address.channel === 'topic' ? first.number : subject,
      text: address.channel === 'sms' ? subject : digestText(lines),
    });
  } catch (error) {
    const failure = failureOf(error);
    log.warn('notice not accepted', { complaintNumber: first.number, step: 'digest', failure });
    if (!wasRefused(error)) return record(settings, taken, { status: 'uncertain', failure, undeliveredAt: at });
    return tryLater(settings, to, taken, { failure, at });
  }
  await record(settings, taken, { status: 'accepted', messageId, failure: undefined });
}

/** How often a digest is handed over at most before its notices stand as failed. */
const ATTEMPTS = 6;

/** Before a refused digest is tried again, 300 seconds (5 minutes). */
const REST_SECONDS = 300;

/** Plans a refused digest again, but for the notices that were tried often enough. */
async function tryLater(
  settings: Settings,
  to: Recipient,
  taken: readonly Taken[],
  { failure, at }: { failure: string; at: Instant },
): Promise<void> {
  const again = taken.filter(({ notice }) => triesIn(notice) < ATTEMPTS);
  await record(settings, again, { status: 'planned', failure });
  await record(
    settings,
    taken.filter((each) => !again.includes(each)),
    { status: 'failed', failure, undeliveredAt: at },
  );
  const [first] = again;
  if (first === undefined) return;
  // Open again: should the rest end after hours, it goes out with those of the next morning.
  await openDigest(settings.COMPLAINT_TABLE, to, openerOf(first.number, first.notice), at);
  await lookAt(settings, to, REST_SECONDS);
}

async function take(
  settings: Settings,
  to: Recipient,
  channel: NoticeChannel | undefined,
  at: Instant,
): Promise<Taken[]> {
  const taken: Taken[] = [];
  for (const { number, order } of await listMissed(settings.COMPLAINT_TABLE, to)) {
    const found = await readCorrespondence(settings.COMPLAINT_TABLE, number);
    const notice = found?.notices.find((planned) => planned.order === order);
    if (notice === undefined) continue;
    if (notice.status === 'sending') {
      await moveNotice(settings.COMPLAINT_TABLE, number, notice, { ...notice, status: 'uncertain', undeliveredAt: at });
    } else if (notice.status === 'planned') {
      const tries = channel === undefined ? {} : { tries: withTry(notice.tries ?? [], channel) };
      const sending: Notice = { ...notice, status: 'sending', attempt: notice.attempt + 1, channel, ...tries };
      if (await moveNotice(settings.COMPLAINT_TABLE, number, notice, sending)) taken.push({ number, notice: sending });
    }
  }
  return taken;
}

async function record(settings: Settings, taken: readonly Taken[], outcome: Partial<Notice>): Promise<void> {
  for (const { number, notice } of taken) {
    await moveNotice(settings.COMPLAINT_TABLE, number, notice, { ...notice, ...outcome });
  }
}
