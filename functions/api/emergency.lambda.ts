import { apiFunction } from '#functions/middleware/api-function.ts';
import { settingsOf } from '#functions/middleware/settings.ts';
import { approved } from '#rules/emergency/approval.ts';
import { cancelled, edited, paused, resumed } from '#rules/emergency/decisions.ts';
import { emergencyOperations } from '#schemas/api/emergency.ts';
import { EmergencyApiSettings } from '#schemas/settings.ts';
import { decideMessage } from './emergency/decide-message.ts';
import { correctMessage, postMessage } from './emergency/post-message.ts';
import { listDeliveriesOf, listMessagesOf, readMessageWhole } from './emergency/read-message.ts';
import { putSettings, readSettings } from './emergency/sending-settings.ts';

const settings = settingsOf(EmergencyApiSettings);
const { EMERGENCY_TABLE } = settings;

export const handler = apiFunction(emergencyOperations, {
  postEmergencyMessage: (request) => postMessage(settings, request, { purpose: 'emergency', ...request.body }),
  postNewsletter: (request) => postMessage(settings, request, { purpose: 'newsletter', ...request.body }),
  listEmergencyMessages: (request) => listMessagesOf(EMERGENCY_TABLE, request),
  readEmergencyMessage: (request) => readMessageWhole(EMERGENCY_TABLE, request),
  listDeliveries: (request) => listDeliveriesOf(settings, request),
  editEmergencyMessage: (request) =>
    decideMessage(settings, request, (message, by) => edited(message, request.body, by)),
  approveEmergencyMessage: (request) =>
    decideMessage(settings, request, (message, by) => approved(message, by, request.body, request.at)),
  cancelEmergencyMessage: (request) =>
    decideMessage(settings, request, (message, by) => cancelled(message, by, request.at)),
  pauseEmergencyMessage: (request) => decideMessage(settings, request, (message) => paused(message, request.at)),
  resumeEmergencyMessage: (request) => decideMessage(settings, request, (message) => resumed(message)),
  correctEmergencyMessage: (request) => correctMessage(settings, request),
  readEmergencySettings: () => readSettings(EMERGENCY_TABLE),
  putEmergencySettings: (request) => putSettings(EMERGENCY_TABLE, request),
});
