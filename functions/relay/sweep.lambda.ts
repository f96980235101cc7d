import middy from '@middy/core';
import * as z from 'zod';
import { log } from '#functions/middleware/log.ts';
import { settingsOf } from '#functions/middleware/settings.ts';
import { parseInstant } from '#rules/clock/instant.ts';
import { SweepSettings } from '#schemas/settings.ts';
import { sweep } from './sweep.ts';

const settings = settingsOf(SweepSettings);

const Scheduled = z.object({ scheduledAt: z.string() });

export const handler = middy(async (event: unknown): Promise<{ swept: number }> => {
  const { scheduledAt } = Scheduled.parse(event);
  const swept = await sweep(settings, parseInstant(scheduledAt));
  log.info('swept', { swept });
  return { swept };
});
