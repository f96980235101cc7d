import { settingsOf } from '#functions/middleware/settings.ts';
import { step } from '#functions/middleware/step.ts';
import { SendBatchSettings } from '#schemas/settings.ts';
import { SendBatchInput } from '#schemas/tasks/emergency.ts';
import { sendBatch } from './send-batch.ts';

const settings = settingsOf(SendBatchSettings);

export const handler = step('SendBatch', SendBatchInput, (input) => sendBatch(settings, input));
