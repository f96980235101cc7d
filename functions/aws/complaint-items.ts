import * as z from 'zod';
import { Answer } from '#schemas/answer.ts';
import { Attachment } from '#schemas/attachment.ts';
import { AuditEntry } from '#schemas/audit-entry.ts';
import { Complaint, EarlierWords, Words } from '#schemas/complaint.ts';
import { LedgerEntry } from '#schemas/deadline.ts';
import { Desk } from '#schemas/desk.ts';
import { Need } from '#schemas/need.ts';
import { Notice, type Recipient } from '#schemas/notice.ts';
import { Petitioner } from '#schemas/petitioner.ts';
import { Signal } from '#schemas/signal.ts';

/** An item as the document client gives it. */
export type Item = Record<string, unknown>;

/** All that the table holds of one complaint. */
export type Case = {
  readonly complaint: Complaint;
  /** The audit entry that last changed the complaint: whoever writes it says which one they read. */
  readonly changedBy: number;
  readonly desk: Desk;
  readonly words: Words;
  readonly earlierWords: readonly EarlierWords[];
  /** Not there when they live apart, in the identity table. */
  readonly petitioner: Petitioner | undefined;
  readonly access: Access;
  readonly need: Need | undefined;
  readonly signals: readonly Signal[];
  readonly answers: readonly Answer[];
  readonly attachments: readonly Attachment[];
  readonly ledger: readonly LedgerEntry[];
  readonly notices: readonly Notice[];
  readonly audit: readonly AuditEntry[];
};

/** What proves the petitioner: salt and hash of the access code, and the wrong tries of late. */
export const Access = z.object({
  salt: z.string(),
  hash: z.string(),
  wrong: z.int().min(0).default(0),
  wrongSince: z.string().optional(),
});
export type Access = z.infer<typeof Access>;

const PETITIONER = Petitioner.extend({ phone: z.string().optional() });

/** The partition of a complaint. */
export const complaintKey = (number: string): string => `complaint#${number}`;

/** The number of the complaint to which an item belongs. */
export const numberOf = ({ pk }: Item): string => String(pk).slice('complaint#'.length);

const padded = (count: number): string => String(count).padStart(6, '0');

/** What the sort keys of audit entries end in that the relay is called by. */
const TELLS_APP = '#app';

/** Sort keys of a complaint's items. The relay is called by new `desk`, `execution#`, `signal#` and `audit#…#app` items
 * and by every `wait`; the notices by new `notice#` and `resend#` items; who keeps files by new `attachment#` items and by the
 * going of a `petitioner`. */
export const sortKey = {
  access: 'access',
  answer: (round: number) => `answer#${round}`,
  /** Up to which audit entry the channel app was told. */
  app: 'app',
  /** By the signal it came with, 0 for the filing, and its place there. */
  attachment: (signal: number, place: number) => `attachment#${padded(signal)}-${place}`,
  /** `tellsApp`: as the desk says; the ending lets the stream's filter know it, which sees nothing but keys. */
  audit: (entry: number, tellsApp: boolean) => `audit#${padded(entry)}${tellsApp ? TELLS_APP : ''}`,
  complaint: 'complaint',
  desk: 'desk',
  /** How it is found: in its department's queue, and by the search. */
  finding: 'finding',
  /** A further execution asked for; the first is asked for by the desk itself. */
  execution: (ordinal: number) => `execution#${ordinal}`,
  ledger: (entry: number) => `ledger#${padded(entry)}`,
  need: 'need',
  /** By its order: one rung can be climbed twice in a round, under the deadline guessed first and under the one assigned. */
  notice: (order: number) => `notice#${padded(order)}`,
  /** A transfer that waits for an institution outside, listed for it. */
  outside: 'outside',
  /** What the petitioner chose of the notices; stands among them, so that it is read with them. */
  noticeChoice: 'notice-choice',
  /** A person had a notice sent anew, after so many attempts. */
  resend: (order: number, attempt: number) => `resend#${padded(order)}-${attempt}`,
  petitioner: 'petitioner',
  /** By what an institution is known that was asked by mail. */
  transferCode: 'transfer-code',
  signal: (number: number) => `signal#${padded(number)}`,
  wait: 'wait',
  words: 'words',
  /** By the signal that corrected them. */
  earlierWords: (signal: number) => `words#${padded(signal)}`,
} as const;

/** The complaint, the desk or another single item of a collection, parsed. */
export const parsed = {
  desk: (item: Item): Desk => Desk.parse(item),
  complaint: (item: Item): Complaint => Complaint.parse(item.complaint),
  signal: (item: Item): Signal => Signal.parse(item.signal),
  notice: (item: Item): Notice => Notice.parse(item.notice),
  attachment: (item: Item): Attachment => Attachment.parse(item.attachment),
  petitioner: (item: Item): Petitioner => PETITIONER.parse(item.petitioner),
  changedBy: (item: Item): number => z.int().parse(item.changedBy),
};

/** The notices among a complaint's items, in their order. */
export const noticesOf = (items: readonly Item[]): Notice[] =>
  items
    .filter(({ sk }) => typeof sk === 'string' && sk.startsWith('notice#'))
    .map(parsed.notice)
    .sort((a, b) => a.order - b.order);

/** The digest in which a recipient is told of all they missed. */
export const digestKey = (to: Recipient): string => `digest#${'id' in to ? to.id : to.role}`;

/** Over how many partitions of the index the open complaints are spread, so that none of them grows hot. */
export const openShards = 8;

/** The part of the open complaints to which one belongs, as the index names it: `open-3`. */
export const openShard = (number: string): string => `open-${shardOf(number)}`;

/** The part of the complaints without a department to which one belongs, as the search's index names it: `unassigned#3`. */
export const unassignedShard = (number: string): string => `unassigned#${shardOf(number)}`;

const shardOf = (number: string): number =>
  [...number].reduce((sum, character) => (sum * 31 + character.charCodeAt(0)) % 65_521, 7) % openShards;

/** Reads a complaint's whole collection into a Case; `undefined` when the complaint itself is not among the items. */
export function caseOf(items: readonly Item[]): Case | undefined {
  const single = (sk: string): Item | undefined => items.find((item) => item.sk === sk);
  const many = <T>(prefix: string, read: (item: Item) => T): T[] =>
    items.filter(({ sk }) => typeof sk === 'string' && sk.startsWith(prefix)).map(read);
  const complaint = single(sortKey.complaint);
  const desk = single(sortKey.desk);
  const words = single(sortKey.words);
  const petitioner = single(sortKey.petitioner);
  const access = single(sortKey.access);
  if (!complaint || !desk || !words || !access) return undefined;
  const need = single(sortKey.need);
  return {
    complaint: parsed.complaint(complaint),
    changedBy: parsed.changedBy(complaint),
    desk: parsed.desk(desk),
    words: Words.parse(words.words),
    earlierWords: many('words#', (item) => EarlierWords.parse(item.words)),
    petitioner: petitioner === undefined ? undefined : parsed.petitioner(petitioner),
    access: Access.parse(access),
    need: need === undefined ? undefined : Need.parse(need.need),
    signals: many('signal#', parsed.signal),
    answers: many('answer#', (item) => Answer.parse(item.answer)),
    attachments: many('attachment#', parsed.attachment),
    ledger: many('ledger#', (item) => LedgerEntry.parse(item.ledger)),
    notices: noticesOf(items),
    audit: many('audit#', (item) => AuditEntry.parse(item.audit)),
  };
}
