import type { AudienceCount, DryRun, EmergencyMessage, Limit } from '#schemas/emergency-message.ts';
import type { EmergencySettings } from '#schemas/emergency-settings.ts';
import type { Instant } from '#schemas/instant.ts';
import type { RegistrationLanguage } from '#schemas/registration.ts';
import { smsPartsOf } from '../notices/sms-parts.ts';
import { languageOf, languagesOf, letterIn } from './message-text.ts';
import { paceSentence, sendingMinutes } from './sending-pace.ts';

/** What this month's and today's messages have used, those under way included. */
export type Spent = { readonly smsParts: number; readonly mailsToday: number; readonly costUsd: number };

/** Who is in it, by district, channel and language, and how many had opted out of such messages. */
export type Audience = { readonly counts: readonly AudienceCount[]; readonly optedOut: number; readonly hash: string };

/** Parts, mails and price of a message to these people. */
export function costOf(
  message: Pick<EmergencyMessage, 'kind' | 'content'>,
  counts: readonly AudienceCount[],
  { smsPartUsd, mailUsd }: EmergencySettings,
): { smsParts: number; mails: number; costUsd: number } {
  const partsByLanguage = partsOf(message);
  const parts = sum(
    counts
      .filter(({ channel }) => channel === 'sms')
      .map(({ count, language }) => count * (partsByLanguage[languageOf(message.content, language)] ?? 1)),
  );
  const mails = sum(counts.filter(({ channel }) => channel === 'email').map(({ count }) => count));
  // Rounded, so that the same message costs the same however it is added up.
  return { smsParts: parts, mails, costUsd: Math.round((parts * smsPartUsd + mails * mailUsd) * 10_000) / 10_000 };
}

/** What sending would mean, for whoever decides about it; nothing is sent. */
export function dryRunOf(
  message: Pick<EmergencyMessage, 'kind' | 'content'>,
  { counts, optedOut, hash }: Audience,
  { at, settings, spent }: { at: Instant; settings: EmergencySettings; spent: Spent },
): DryRun {
  const total = sum(counts.map(({ count }) => count));
  const { ratePerSecond } = settings;
  const cost = costOf(message, counts, settings);
  const left = {
    smsQuotaLeft: settings.smsQuotaPerMonth - spent.smsParts,
    mailQuotaLeft: settings.mailQuotaPerDay - spent.mailsToday,
    spendingLeftUsd: settings.spendingLimitUsdPerMonth - spent.costUsd,
  };
  return {
    at,
    total,
    audience: [...counts],
    optedOut,
    partsByLanguage: partsOf(message),
    smsParts: cost.smsParts,
    costUsd: cost.costUsd,
    minutes: Math.round(sendingMinutes(total, ratePerSecond) * 10) / 10,
    ratePerSecond,
    ...left,
    exceeds: exceeded(cost, left),
    says: paceSentence(total, ratePerSecond),
    audienceHash: hash,
  };
}

/** The limits that a message of this cost runs against. */
export function exceeded(
  cost: { readonly smsParts: number; readonly mails: number; readonly costUsd: number },
  left: { readonly smsQuotaLeft: number; readonly mailQuotaLeft: number; readonly spendingLeftUsd: number },
): Limit[] {
  return [
    ...(cost.smsParts > left.smsQuotaLeft ? (['sms-quota'] as const) : []),
    ...(cost.mails > left.mailQuotaLeft ? (['mail-quota'] as const) : []),
    ...(cost.costUsd > left.spendingLeftUsd ? (['spending-limit'] as const) : []),
  ];
}

function partsOf(message: Pick<EmergencyMessage, 'kind' | 'content'>): Partial<Record<RegistrationLanguage, number>> {
  return Object.fromEntries(
    languagesOf(message.content).map((language) => [language, smsPartsOf(letterIn(message, language).text)]),
  );
}

const sum = (numbers: readonly number[]): number => numbers.reduce((before, one) => before + one, 0);
