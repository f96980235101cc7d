import { apiFunction } from '#functions/middleware/api-function.ts';
import { settingsOf } from '#functions/middleware/settings.ts';
import { channelAppOperations } from '#schemas/api/channel-app.ts';
import { ChannelAppApiSettings } from '#schemas/settings.ts';
import { confirmDelivery } from './channel-app/confirm-delivery.ts';
import { endSubscription, putSubscription, showSubscription } from './channel-app/subscription.ts';

const settings = settingsOf(ChannelAppApiSettings);

export const handler = apiFunction(channelAppOperations, {
  putSubscription: (request) => putSubscription(settings, request),
  readSubscription: (request) => showSubscription(settings, request),
  endSubscription: (request) => endSubscription(settings, request),
  confirmDelivery: (request) => confirmDelivery(settings, request),
});
