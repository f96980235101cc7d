import type * as z from 'zod';
import { publishToApp } from '#functions/aws/app-topic.ts';
import { keepTold, readTelling } from '#functions/aws/complaint-app.ts';
import { listSubscriptions } from '#functions/aws/subscription-table.ts';
import { log, traceOf } from '#functions/middleware/log.ts';
import { eventsAfter, messageId } from '#rules/notices/channel-events.ts';
import { ComplaintNumber } from '#schemas/complaint-number.ts';
import type { RelaySettings } from '#schemas/settings.ts';
import type { Subscription } from '#schemas/subscription.ts';

type Settings = z.infer<typeof RelaySettings>;

/** How many complaints of a batch are told of at once. */
const AT_ONCE = 8;

/**
 * Tells the channel apps of complaints whatever they were not told yet.
 *
 * Nothing is read of any complaint as long as no app has subscribed.
 *
 * @returns the numbers that could not be told of, to be tried again
 */
export async function tellApps(settings: Settings, numbers: readonly string[]): Promise<string[]> {
  if (numbers.length === 0) return [];
  let subscriptions: ReadonlyMap<string, Subscription>;
  try {
    subscriptions = await listSubscriptions(settings.SUBSCRIPTION_TABLE);
  } catch (error) {
    log.warn('apps not known', traceOf(error));
    return [...numbers];
  }
  if (subscriptions.size === 0) return [];
  const failed: string[] = [];
  for (let start = 0; start < numbers.length; start += AT_ONCE) {
    await Promise.all(
      numbers.slice(start, start + AT_ONCE).map(async (number) => {
        try {
          await tellApp(settings, number, subscriptions);
        } catch (error) {
          log.warn('app not told', { complaintNumber: number, ...traceOf(error) });
          failed.push(number);
        }
      }),
    );
  }
  return failed;
}

/**
 * Publishes what the complaint's app was not told yet, in order, and keeps how far it got: cut off in between, it is
 * published again under the same id.
 */
async function tellApp(
  { COMPLAINT_TABLE, APP_TOPIC_ARN }: Settings,
  number: string,
  subscriptions: ReadonlyMap<string, Subscription>,
): Promise<void> {
  const telling = await readTelling(COMPLAINT_TABLE, number, (app) => subscriptions.has(app));
  const subscription = subscriptions.get(telling?.app ?? '');
  if (telling === undefined || subscription === undefined) return;
  const happened = eventsAfter(telling.audit, telling.told, subscription.since);
  for (const event of happened) {
    const message = { number: ComplaintNumber.parse(number), ...event };
    await publishToApp(APP_TOPIC_ARN, subscription, message, messageId(message));
  }
  const last = happened.at(-1);
  if (last !== undefined) await keepTold(COMPLAINT_TABLE, number, last.entry);
}
