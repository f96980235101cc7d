import type * as z from 'zod';
import { sendMail } from '#functions/aws/mail.ts';
import { sendSms } from '#functions/aws/notice-topic.ts';
import { afterAcceptance, afterFailure } from '#rules/emergency/delivery-plan.ts';
import { letterIn } from '#rules/emergency/message-text.ts';
import type { Delivery } from '#schemas/delivery.ts';
import type { EmergencyMessage } from '#schemas/emergency-message.ts';
import type { SendBatchSettings } from '#schemas/settings.ts';
import { callFailure } from './call-failure.ts';

/** A claimed send, and where it goes. */
export type Sending = { readonly claim: Delivery; readonly address: string };

/** Hands a claimed message to the provider of its channel, once, and gives what became of it. */
export async function handOver(
  { SMS_REGION, MAIL_FROM }: z.infer<typeof SendBatchSettings>,
  message: EmergencyMessage,
  { claim, address }: Sending,
): Promise<Delivery> {
  const { subject, text } = letterIn(message, claim.language ?? 'ko');
  try {
    const messageId =
      claim.channel === 'email'
        ? await sendMail(MAIL_FROM, address, subject, text)
        : await sendSms(SMS_REGION, address, text);
    return afterAcceptance(claim, messageId);
  } catch (error) {
    return afterFailure(claim, callFailure(error));
  }
}
