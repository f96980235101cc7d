import type * as z from 'zod';
import { subscribeQueue, unsubscribeQueue } from '#functions/aws/app-topic.ts';
import { keepSubscription, readSubscription, removeSubscription } from '#functions/aws/subscription-table.ts';
import type { Reply } from '#functions/middleware/api-function.ts';
import type { ApiRequest } from '#functions/middleware/api-request.ts';
import { newSigningSecret, postToApp } from '#functions/outbound/app-post.ts';
import { toMillis } from '#rules/clock/instant.ts';
import { mayTellQueue } from '#rules/notices/queue-of-app.ts';
import { type channelAppOperations, NewlySubscribed, Subscribed } from '#schemas/api/channel-app.ts';
import type { ById } from '#schemas/api/operation.ts';
import { Refused } from '#schemas/errors.ts';
import type { Instant } from '#schemas/instant.ts';
import type { ChannelAppApiSettings } from '#schemas/settings.ts';
import type { Endpoint, Subscription } from '#schemas/subscription.ts';

type Settings = z.infer<typeof ChannelAppApiSettings>;
type Request<Id extends (typeof channelAppOperations)[number]['id']> = ApiRequest<
  ById<typeof channelAppOperations, Id>
>;

/** How long an address may take to answer its first message, 5_000 (5 seconds): less than this function may run. */
const PATIENCE_MS = 5_000;

/** What a new endpoint brings with it: the secret of an address, or the topic's subscription of a queue. */
type Opened = { readonly secret?: string; readonly arn?: string };

/**
 * Keeps where the app is told, instead of what was there before.
 *
 * An address is posted a first message, `subscribed`, and must take it. A queue is subscribed to the topic for this app alone.
 *
 * @throws Refused `endpoint-forbidden`, `endpoint-redirects`, `endpoint-silent`
 */
export async function putSubscription(
  settings: Settings,
  { at, caller, body: endpoint }: Request<'putSubscription'>,
): Promise<Reply> {
  const { SUBSCRIPTION_TABLE } = settings;
  const before = await readSubscription(SUBSCRIPTION_TABLE, caller.id);
  const { secret, arn } = await open(settings, caller.id, endpoint, at);
  // Another endpoint is no gap: what the last one was not told yet goes to this one.
  const subscription: Subscription = { app: caller.id, endpoint, since: before?.since ?? at, arn };
  await keepSubscription(SUBSCRIPTION_TABLE, subscription, secret);
  if (before?.arn !== undefined && before.arn !== arn) await unsubscribeQueue(before.arn);
  return { body: NewlySubscribed.parse({ ...subscription, secret }) };
}

async function open(settings: Settings, app: string, endpoint: Endpoint, at: Instant): Promise<Opened> {
  return endpoint.kind === 'sqs'
    ? { arn: await openQueue(settings, app, endpoint.queueArn) }
    : { secret: await openAddress(settings, endpoint.url, at) };
}

async function openQueue(settings: Settings, app: string, queueArn: string): Promise<string> {
  const account = settings.APP_TOPIC_ARN.split(':')[4] ?? '';
  if (!mayTellQueue(queueArn, account)) {
    throw new Refused('endpoint-forbidden', `'${queueArn}' is the city's own; for apps are those named channel-app-…`);
  }
  const asked = { app, queueArn, deadLettersArn: settings.APP_DEAD_LETTERS_ARN };
  const arn = await subscribeQueue(settings.APP_TOPIC_ARN, asked);
  if (arn !== undefined) return arn;
  throw new Refused('endpoint-forbidden', `SNS does not take '${queueArn}', or has it for another app`);
}

/** Posts the first message. Its secret is not known to the app yet, so it is one that nobody has to check. */
async function openAddress({ PRIVATE_TARGETS }: Settings, url: string, at: Instant): Promise<string> {
  const secret = newSigningSecret();
  const atSeconds = Math.floor(toMillis(at) / 1_000);
  const post = { id: `subscribed.${atSeconds}`, atSeconds, body: JSON.stringify({ event: 'subscribed', at }), secret };
  const posted = await postToApp(url, post, PRIVATE_TARGETS, PATIENCE_MS);
  switch (posted.kind) {
    case 'taken':
      return secret;
    case 'forbidden':
      // Not why: an app would find out which names lead where inside.
      throw new Refused('endpoint-forbidden', `'${url}' is not called: only public https addresses are`);
    case 'redirected':
      throw new Refused('endpoint-redirects', `'${url}' sends on to another address`);
    case 'not-taken':
      throw new Refused('endpoint-silent', `'${url}' did not take its first message: ${posted.why}`);
  }
}

/** @throws Refused `not-found` when the app has none */
async function known({ SUBSCRIPTION_TABLE }: Settings, app: string): Promise<Subscription> {
  const subscription = await readSubscription(SUBSCRIPTION_TABLE, app);
  if (subscription === undefined) throw new Refused('not-found', `app '${app}' has no subscription`);
  return subscription;
}

/** Where the app is told; its secret was shown once. */
export async function showSubscription(settings: Settings, { caller }: Request<'readSubscription'>): Promise<Reply> {
  return { body: Subscribed.parse(await known(settings, caller.id)) };
}

/** Ends the app's subscription: what it was not told yet it will not be told. */
export async function endSubscription(settings: Settings, { caller }: Request<'endSubscription'>): Promise<Reply> {
  const subscription = await known(settings, caller.id);
  if (subscription.arn !== undefined) await unsubscribeQueue(subscription.arn);
  await removeSubscription(settings.SUBSCRIPTION_TABLE, caller.id);
  return { body: Subscribed.parse(subscription) };
}
