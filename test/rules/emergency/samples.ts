import type { DryRun, EmergencyMessage } from '#schemas/emergency-message.ts';
import { EmergencyMessage as Message, MessageId } from '#schemas/emergency-message.ts';
import { Instant } from '#schemas/instant.ts';
import { type Registration, RegistrationId } from '#schemas/registration.ts';

/** An instant of the story: so many seconds after its first. */
export const instantAt = (seconds: number): Instant =>
  Instant.parse(new Date(Date.parse('2026-11-23T00:00:00.000Z') + seconds * 1000).toISOString());

/** A registration's id, made from a number. */
export const personOf = (number: number): RegistrationId => RegistrationId.parse(String(number).padStart(16, '0'));

/** What the dry run of the sample message found. */
export const sampleDryRun: DryRun = {
  at: instantAt(0),
  total: 100,
  audience: [{ district: 'gangnam', channel: 'sms', language: 'ko', count: 100 }],
  optedOut: 2,
  partsByLanguage: { ko: 1 },
  smsParts: 100,
  costUsd: 4,
  minutes: 0.1,
  ratePerSecond: 20,
  smsQuotaLeft: 1000,
  mailQuotaLeft: 1000,
  spendingLeftUsd: 100,
  exceeds: [],
  says: '',
  audienceHash: 'of-the-audience',
};

/** A message that waits for its approval, or as `changes` say. */
export const messageWith = (changes: Partial<EmergencyMessage> = {}): EmergencyMessage =>
  Message.parse({
    id: MessageId.parse('7KQ4M2X8P0AB'),
    version: 3,
    stage: 'awaiting-approval',
    kind: 'first',
    content: {
      purpose: 'emergency',
      severity: 'urgent',
      isDrill: false,
      districts: ['gangnam', 'seocho'],
      texts: { ko: { what: '침수', where: '강남역', action: '대피하세요' } },
    },
    authors: ['kim'],
    postedBy: 'lead-safety',
    postedAt: instantAt(0),
    execution: 1,
    started: 1,
    dryRun: sampleDryRun,
    hash: 'h1',
    askUntil: instantAt(86_400),
    ...changes,
  });

/** Somebody registered in Gangnam by SMS, or as `changes` say. */
export const registrationWith = (changes: Partial<Registration> = {}): Registration => ({
  id: personOf(1),
  channel: 'sms',
  address: '+821000000001',
  districts: ['gangnam'],
  language: 'ko',
  emergency: true,
  topics: [],
  registeredAt: instantAt(0),
  ...changes,
});
