import middy from '@middy/core';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import * as z from 'zod';
import { handlePiece } from '#functions/middleware/batch.ts';
import { settingsOf } from '#functions/middleware/settings.ts';
import { parseInstant } from '#rules/clock/instant.ts';
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
  const carry = ({ body }: { body: string }) => carryCalendar(settings, Carrying.parse(JSON.parse(body)));
  const failures = await Promise.all(
    event.Records.map(({ messageId: id, body }) => handlePiece({ id, body }, carry, 'calendar not carried')),
  );
  return { batchItemFailures: failures.flat() };
});
