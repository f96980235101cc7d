import type * as z from 'zod';
import { publishToApp } from '#functions/aws/app-topic.ts';
import { moveNotice } from '#functions/aws/notice-ledger.ts';
import { enqueue } from '#functions/aws/retry-queue.ts';
import { readSubscription } from '#functions/aws/subscription-table.ts';
import { log, traceOf } from '#functions/middleware/log.ts';
import { SILENCE_SECONDS, waitsForApp } from '#rules/notices/app-patience.ts';
import { messageId } from '#rules/notices/channel-events.ts';
import type { Complaint } from '#schemas/complaint.ts';
import type { ComplaintNumber } from '#schemas/complaint-number.ts';
import type { Notice } from '#schemas/notice.ts';
import type { Petitioner } from '#schemas/petitioner.ts';
import type { NoticeSettings } from '#schemas/settings.ts';
import type { Subscription } from '#schemas/subscription.ts';

type Settings = z.infer<typeof NoticeSettings>;

/** One send of one notice: another send of it is another one. */
export type Begun = { readonly order: number; readonly attempt: number };

const isSame = ({ order, attempt }: Notice, begun: Begun | undefined): boolean =>
  begun?.order === order && begun.attempt === attempt;

/**
 * Where a petitioner's notice goes who chose the app they filed through; `undefined` when they did not, when the app is told
 * nothing any more, or was silent about this notice.
 */
export async function appFor(
  { SUBSCRIPTION_TABLE }: Settings,
  { channelApp }: Complaint,
  { isUnheard }: Notice,
  petitioner: Petitioner | undefined,
): Promise<Subscription | undefined> {
  if (petitioner?.notifyBy[0] !== 'channel' || isUnheard === true) return undefined;
  return readSubscription(SUBSCRIPTION_TABLE, channelApp);
}

/**
 * Hands a notice that was claimed to the app. It stays `sending` until the app has taken it, or the look that is queued first
 * finds that it was silent; a topic that refuses the notice is silence, too.
 *
 *     claim ─► look queued ─► published ─┬─ the app takes it ─► accepted
 *                                        └─ 10 minutes ─► planned again, for another way
 */
export async function handToApp(
  settings: Settings,
  number: ComplaintNumber,
  sending: Notice,
  to: Subscription,
): Promise<void> {
  const { step, plannedAt: at, order, attempt } = sending;
  await lookForSilence(settings, number, sending);
  try {
    const message = { number, event: 'notice', at, step, order } as const;
    await publishToApp(settings.APP_TOPIC_ARN, to, message, `${messageId(message)}.${attempt}`);
  } catch (error) {
    log.warn('app not told', { complaintNumber: number, step, ...traceOf(error) });
  }
}

/** Queues the look that finds out whether the app was silent; whoever claimed the notice may have died before they did. */
export function lookForSilence(
  { NOTICE_QUEUE_URL }: Settings,
  number: string,
  { order, attempt }: Notice,
): Promise<void> {
  return enqueue(NOTICE_QUEUE_URL, [JSON.stringify({ number, silent: { order, attempt } })], SILENCE_SECONDS);
}

/**
 * The notices of a complaint after an app was silent about one: that one is planned again, for another way, whatever the others
 * have to wait for.
 *
 * @param silent the send whose time is over, if it is one's
 */
export async function afterSilence(
  settings: Settings,
  number: string,
  notices: readonly Notice[],
  silent: Begun | undefined,
): Promise<readonly Notice[]> {
  const unheard = notices.find((notice) => waitsForApp(notice) && isSame(notice, silent));
  if (unheard === undefined) return notices;
  const planned: Notice = { ...unheard, status: 'planned', isUnheard: true, failure: 'silent' };
  const isMoved = await moveNotice(settings.COMPLAINT_TABLE, number, unheard, planned);
  return notices.flatMap((notice) => {
    if (notice !== unheard) return [notice];
    // Else the app has taken it in this moment.
    return isMoved ? [planned] : [];
  });
}
