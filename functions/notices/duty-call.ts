import * as z from 'zod';
import { enqueue } from '#functions/aws/retry-queue.ts';
import { quietUntil } from '#rules/notices/notice-policy.ts';
import type { Instant } from '#schemas/instant.ts';
import type { Notice } from '#schemas/notice.ts';
import type { NoticeSettings } from '#schemas/settings.ts';
import { sendOnce } from './send-once.ts';
import { dutyCall } from './wording/morning.ts';

type Settings = z.infer<typeof NoticeSettings>;

/** What stands in the queue for the duty lead: a notice of a complaint that went to a lead at night. */
export const DutyCallDue = z.object({ dutyCall: z.object({ number: z.string(), order: z.int() }) });
export type DutyCallDue = z.infer<typeof DutyCallDue>;

/** Has whoever is on duty told of an escalation at night, when the lead of the department may not look. */
export async function queueDutyCall(settings: Settings, number: string, notice: Notice, at: Instant): Promise<void> {
  if (notice.step !== 'escalate-to-lead' || quietUntil(at) === undefined) return;
  const due: DutyCallDue = { dutyCall: { number, order: notice.order } };
  await enqueue(settings.NOTICE_QUEUE_URL, [JSON.stringify(due)], 0);
}

/**
 * Tells the duty lead's topic, once for each notice.
 *
 * @param at when the queue gave it
 */
export function sendDutyCall(
  settings: Settings,
  { dutyCall: { number, order } }: DutyCallDue,
  at: Instant,
): Promise<void> {
  const what = `duty ${number} ${order}`;
  const text = dutyCall(number);
  return sendOnce(settings, { what, at }, { channel: 'topic', of: 'duty-lead' }, { subject: number, text });
}
