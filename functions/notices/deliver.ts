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
      return publishNotice(topicOf(settings, address.of), subject, text);
  }
}

/** The topic of a fixed role. */
function topicOf(settings: z.infer<typeof NoticeSettings>, of: Extract<Address, { channel: 'topic' }>['of']): string {
  const { AUDIT_OFFICE_TOPIC_ARN, OPERATOR_TOPIC_ARN, DUTY_LEAD_TOPIC_ARN } = settings;
  return { 'audit-office': AUDIT_OFFICE_TOPIC_ARN, operators: OPERATOR_TOPIC_ARN, 'duty-lead': DUTY_LEAD_TOPIC_ARN }[
    of
  ];
}

/** What the connection says when it was never made: then nothing can have been sent. */
const neverConnected = new Set(['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOTFOUND', 'EAI_AGAIN']);

/** Whether the provider answered, and answered no, or was never reached: only then nothing was sent. */
export function wasRefused(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  if ('code' in error && neverConnected.has(String(error.code))) return true;
  return '$response' in error && error.$response !== undefined;
}

/** Refusals of SNS and SES that are about the address and will be the same tomorrow: no such number, opted out, suppressed. */
const ofTheAddress = new Set([
  'InvalidParameter',
  'InvalidParameterException',
  'InvalidParameterValueException',
  'OptedOut',
  'OptedOutException',
  'BadRequestException',
  'MessageRejected',
]);

/** Whether a refusal says that this address can never be reached, so that trying again is in vain. */
export const isFinalRefusal = (error: unknown): boolean => error instanceof Error && ofTheAddress.has(error.name);

/** The name of an error, as the ledger and the log keep it. */
export const failureOf = (error: unknown): string => (error instanceof Error ? error.name : 'unknown');
