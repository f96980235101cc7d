import * as z from 'zod';
import { NumberParam } from '#schemas/api/citizen.ts';
import type { Operation } from '#schemas/api/operation.ts';
import { ComplaintNumber } from '#schemas/complaint-number.ts';
import { Instant } from '#schemas/instant.ts';
import { Endpoint } from '#schemas/subscription.ts';

/** Where an app is told, and since when. */
export const Subscribed = z.object({ endpoint: Endpoint, since: Instant }).meta({ id: 'Subscribed' });

/** The same, with the secret of an address: shown this once, and another one each time. */
export const NewlySubscribed = Subscribed.extend({
  secret: z.string().optional().meta({ description: 'Signs every message, see webhook-signature', example: 'whsec_…' }),
}).meta({ id: 'NewlySubscribed' });

/** A notice that an app has brought to its petitioner. */
export const Delivered = z
  .object({ number: ComplaintNumber, order: z.int(), status: z.string() })
  .meta({ id: 'Delivered' });

/** Which notice: the complaint's number, and the notice's `order` as the app was told it. */
export const DeliveryParam = NumberParam.extend({ order: z.coerce.number().int().min(1) });

/** What channel apps can do about what they hear back. */
export const channelAppOperations = [
  {
    id: 'putSubscription',
    method: 'PUT',
    path: '/v1/channel-apps/me/subscription',
    audience: 'channelApp',
    access: 'token',
    groups: ['channel-app'],
    summary:
      'Say where the app is told what happens to the complaints it filed; another endpoint takes the place of this',
    body: Endpoint,
    reply: { status: 200, schema: NewlySubscribed, description: 'As it is kept now; the secret is shown this once' },
  },
  {
    id: 'readSubscription',
    method: 'GET',
    path: '/v1/channel-apps/me/subscription',
    audience: 'channelApp',
    access: 'token',
    groups: ['channel-app'],
    summary: 'Where the app is told',
    reply: { status: 200, schema: Subscribed, description: 'As it is kept, without the secret' },
  },
  {
    id: 'endSubscription',
    method: 'DELETE',
    path: '/v1/channel-apps/me/subscription',
    audience: 'channelApp',
    access: 'token',
    groups: ['channel-app'],
    summary: 'Be told nothing more',
    reply: { status: 200, schema: Subscribed, description: 'As it was' },
  },
  {
    id: 'confirmDelivery',
    method: 'POST',
    path: '/v1/channel-apps/me/deliveries/{number}/{order}',
    audience: 'channelApp',
    access: 'token',
    groups: ['channel-app'],
    summary: 'Say that a notice has reached the petitioner: who is told by a queue; to an address, its 2xx says it',
    params: DeliveryParam,
    reply: { status: 200, schema: Delivered, description: 'The notice as it stands now' },
  },
] as const satisfies readonly Operation[];
