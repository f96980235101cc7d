import type * as z from 'zod';
import { countSms } from '#functions/aws/sms-count.ts';
import { log } from '#functions/middleware/log.ts';
import { addDays, seoulDateOf, startOfDayMillis } from '#rules/clock/instant.ts';
import { isAllowedPhone } from '#rules/notices/phone-prefix.ts';
import type { Instant } from '#schemas/instant.ts';
import type { NoticeSettings } from '#schemas/settings.ts';

type Settings = z.infer<typeof NoticeSettings>;

/** Why an SMS to a petitioner is not sent: whoever files can name any number, and each message costs. */
export type Denial = 'prefix-not-allowed' | 'daily-cap';

/** An SMS to a petitioner that is about to be sent. */
type Sms = { readonly number: string; readonly phone: string; readonly parts: number; readonly at: Instant };

/**
 * Counts an SMS to a petitioner against the caps of its day; the city's own people are told without a cap.
 *
 * @returns why it must not be sent, nothing when it may
 * @throws TransientFault when the table was busy
 */
export async function denialOf(settings: Settings, sms: Sms): Promise<Denial | undefined> {
  const denial = await judged(settings, sms);
  // An alarm counts this line.
  if (denial !== undefined) log.warn('sms denied', { complaintNumber: sms.number, denial });
  return denial;
}

async function judged(settings: Settings, { phone, parts, at }: Sms): Promise<Denial | undefined> {
  if (!isAllowedPhone(phone, settings.ALLOWED_PHONE_PREFIXES)) return 'prefix-not-allowed';
  const on = seoulDateOf(at);
  const expiresAt = startOfDayMillis(addDays(on, 2)) / 1000;
  const { COMPLAINT_TABLE, SMS_DAILY_CAP_PER_NUMBER, SMS_DAILY_CAP } = settings;
  const counted = { on, parts, expiresAt };
  // The number first: one that is flooded must not use up what all others have.
  const fits = await countSms(COMPLAINT_TABLE, { ...counted, phone, most: SMS_DAILY_CAP_PER_NUMBER });
  return fits && (await countSms(COMPLAINT_TABLE, { ...counted, most: SMS_DAILY_CAP })) ? undefined : 'daily-cap';
}
