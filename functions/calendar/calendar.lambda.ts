import middy from '@middy/core';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import * as z from 'zod';
import { log, traceOf } from '#functions/middleware/log.ts';
import { settingsOf } from '#functions/middleware/settings.ts';
import { parseInstant } from '#rules/instant.ts';
import { Carrying } from '#schemas/carrying.ts';
import { CalendarSettings } from '#schemas/settings.ts';
import { carryCalendar, lookAtCalendar } from './carry-calendar.ts';

const settings = settingsOf(CalendarSettings);

const Scheduled = z.object({ scheduledAt: z.string() });

export const handler = middy(async (event: SQSEvent | z.infer<typeof Scheduled>): Promise<SQSBatchResponse> => {
  if (!('Records' in event)) {
    await lookAtCalendar(settings, parseInstant(Scheduled.parse(event).scheduledAt));
    return { batchItemFailures: [] };
  }
  const failures = await Promise.all(
    event.Records.map(async ({ messageId, body }) => {
      try {
        await carryCalendar(settings, Carrying.parse(JSON.parse(body)));
        return [];
      } catch (error) {
        log.warn('calendar not carried', traceOf(error));
        return [{ itemIdentifier: messageId }];
      }
    }),
  );
  return { batchItemFailures: failures.flat() };
});
