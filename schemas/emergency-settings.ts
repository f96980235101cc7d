import * as z from 'zod';

/**
 * What sending to many may cost and how fast it may go; the operators set it to what the account has.
 *
 * - `ratePerSecond`: messages a second that the provider allows (SNS: 20 text messages by default).
 * - `batchSeconds`: a batch is what may leave in this time. The pace is held from batch to batch.
 * - prices in USD; `smsQuotaPerMonth`, `mailQuotaPerDay` and `spendingLimitUsdPerMonth` as the account has them.
 * - `countdownSeconds`: between approval and the first message.
 * - `approvalMinutes`: an approval older than this sends nothing. `askHours`: a draft that nobody approves by then expires.
 * - `pauseMinutes`: a pause longer than this becomes a cancellation.
 */
export const EmergencySettings = z.strictObject({
  ratePerSecond: z.int().min(1).max(1000),
  batchSeconds: z.int().min(1).max(60),
  smsPartUsd: z.number().min(0).max(10),
  mailUsd: z.number().min(0).max(10),
  smsQuotaPerMonth: z.int().min(0),
  mailQuotaPerDay: z.int().min(0),
  spendingLimitUsdPerMonth: z.number().min(0),
  countdownSeconds: z.int().min(1).max(3600),
  approvalMinutes: z.int().min(1).max(1440),
  askHours: z.int().min(1).max(168),
  pauseMinutes: z.int().min(1).max(120),
});
export type EmergencySettings = z.infer<typeof EmergencySettings>;
