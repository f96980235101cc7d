import type * as z from 'zod';
import { sendMail } from '#functions/aws/mail.ts';
import { publishNotice, sendSms } from '#functions/aws/notice-topic.ts';
import type { NoticeSettings } from '#schemas/settings.ts';
import type { Address } from './address.ts';

/** A message to be sent: its subject is seen where the channel has one. */
export type Letter = { readonly subject: string; readonly text: string };

/** Hands a message to the provider of its channel and gives the provider's message id. */
export function deliver(
  settings: z.infer<typeof NoticeSettings>,
  address: Address,
  { subject, text }: Letter,
): Promise<string> {
  switch (address.channel) {
    case 'sms':
      return sendSms(settings.SMS_REGION, address.phone, text);
    case 'email':
      return sendMail(settings.MAIL_FROM, address.email, subject, text);
    case 'topic':
      return publishNotice(settings.AUDIT_OFFICE_TOPIC_ARN, subject, text);
  }
}

/** How often a message is handed over at most before it stands as failed. */
export const ATTEMPTS = 6;

/** Whether the provider answered, and answered no: only then nothing was sent. */
export function wasRefused(error: unknown): boolean {
  return typeof error === 'object' && error !== null && '$response' in error && error.$response !== undefined;
}
