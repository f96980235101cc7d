import type { Instant } from '#schemas/instant.ts';
import type { PendingRegistration } from '#schemas/registration.ts';
import { toInstant, toMillis } from '../clock/instant.ts';
import table from '../tables/emergency.json' with { type: 'json' };

const HOUR_MS = 3_600_000;

/** Until when a code that was asked for at this instant holds: ten minutes. */
export const codeUntil = (askedAt: Instant): Instant =>
  toInstant(toMillis(askedAt) + table.registration.codeMinutes * 60_000);

/** Whether a code can still be tried: in time, and fewer than five times before. */
export const isCodeOpen = ({ untilAt, tries }: PendingRegistration, at: Instant): boolean =>
  at < untilAt && tries < table.registration.triesAtMost;

/** The codes of the last hour before this instant, of all that an address was sent. */
export const codesOfLastHour = (sentAt: readonly Instant[], at: Instant): Instant[] =>
  sentAt.filter((one) => toMillis(at) - toMillis(one) < HOUR_MS);

/** Whether an address may be sent one more code: three an hour, so that nobody makes the city call somebody all night. */
export const mayAskForCode = (sentAt: readonly Instant[], at: Instant): boolean =>
  codesOfLastHour(sentAt, at).length < table.registration.codesAnHour;

/** Until when the address of somebody who left is kept, for corrections of what they were sent: thirty days. */
export const forgetAt = (leftAt: Instant): Instant =>
  toInstant(toMillis(leftAt) + table.registration.forgetDays * 24 * HOUR_MS);

/** What the code comes with, by channel: short enough for one part. */
export function codeText(code: string, purpose: PendingRegistration['purpose'], isKorean: boolean): string {
  if (isKorean) return `[대답] ${purpose === 'register' ? '수신 등록' : '수신 해지'} 확인번호 ${code} (10분 이내)`;
  return `[Daedap] Code to ${purpose === 'register' ? 'register' : 'leave'}: ${code} (10 minutes)`;
}
