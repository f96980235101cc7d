import type { SQSRecord } from 'aws-lambda';
import type * as z from 'zod';
import { giveUp, letRest } from '#functions/aws/app-queue.ts';
import { readNoticeOfApp } from '#functions/aws/complaint-app.ts';
import { moveNotice } from '#functions/aws/notice-ledger.ts';
import { readSecret, readSubscription } from '#functions/aws/subscription-table.ts';
import { log } from '#functions/middleware/log.ts';
import { postToApp } from '#functions/outbound/app-post.ts';
import { toInstant, toMillis } from '#rules/clock/instant.ts';
import { isGivenUp, restSeconds, triedAt, waitsForApp } from '#rules/notices/app-patience.ts';
import { messageId } from '#rules/notices/channel-events.ts';
import type { Notice } from '#schemas/notice.ts';
import type { TellAppSettings } from '#schemas/settings.ts';
import { AppMessage } from '#schemas/subscription.ts';

type Settings = z.infer<typeof TellAppSettings>;

/**
 * Posts one message to its app.
 *
 * What the app did not take rests in the queue, longer each time, and holds back what follows of the same complaint; after a
 * day it is a dead letter. An app that
 * has unsubscribed is told nothing more, and a notice that has gone another way meanwhile is not told twice. Once the app
 * has taken a notice, it stands as accepted.
 *
 * @returns whether there is nothing left to do
 * @throws TransientFault when a table or the queue was busy; the queue brings the message again
 */
export async function tellApp(settings: Settings, record: SQSRecord): Promise<boolean> {
  const { SUBSCRIPTION_TABLE, PRIVATE_TARGETS } = settings;
  const message = AppMessage.parse(JSON.parse(record.body));
  const app = record.messageAttributes.app?.stringValue ?? '';
  const subscription = await readSubscription(SUBSCRIPTION_TABLE, app);
  if (subscription?.endpoint.kind !== 'https') return true;
  const waiting = message.event === 'notice' ? await waitingNotice(settings, message) : undefined;
  if (message.event === 'notice' && waiting === undefined) return true;
  const secret = await readSecret(SUBSCRIPTION_TABLE, app);
  if (secret === undefined) return true;
  const { tries, at, sentAt } = tryOf(record);
  const id = messageId(message);
  const post = { id, atSeconds: Math.floor(toMillis(at) / 1_000), body: JSON.stringify(message), secret };
  const posted = await postToApp(subscription.endpoint.url, post, PRIVATE_TARGETS);
  if (posted.kind !== 'taken') {
    const why = 'why' in posted ? posted.why : posted.kind;
    const isOver = isGivenUp(sentAt, at);
    log.warn('app took nothing', { complaintNumber: message.number, app, tries, outcome: posted.kind, why, isOver });
    if (isOver) {
      const dead = { app, complaintNumber: message.number, id, body: record.body };
      await giveUp(settings.APP_DEAD_LETTERS_URL, dead);
      return true;
    }
    await letRest(settings.APP_QUEUE_URL, record.receiptHandle, restSeconds(tries));
    return false;
  }
  if (waiting !== undefined) {
    const accepted: Notice = { ...waiting, status: 'accepted', messageId: id };
    await moveNotice(settings.COMPLAINT_TABLE, message.number, waiting, accepted);
  }
  return true;
}

/** The notice of a message, `undefined` when it no longer waits for the app. */
async function waitingNotice(
  { COMPLAINT_TABLE }: Settings,
  { number, order }: { number: string; order: number },
): Promise<Notice | undefined> {
  const found = await readNoticeOfApp(COMPLAINT_TABLE, number, order);
  return found !== undefined && waitsForApp(found.notice) ? found.notice : undefined;
}

function tryOf({ attributes }: SQSRecord) {
  const tries = Number(attributes.ApproximateReceiveCount);
  const at = triedAt(toInstant(Number(attributes.ApproximateFirstReceiveTimestamp)), tries);
  return { tries, at, sentAt: toInstant(Number(attributes.SentTimestamp)) };
}
