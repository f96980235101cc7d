import type { Claim } from '#schemas/attachment.ts';
import type { Complaint, Words } from '#schemas/complaint.ts';
import type { Desk } from '#schemas/desk.ts';
import type { Finding } from '#schemas/finding.ts';
import type { Petitioner } from '#schemas/petitioner.ts';
import { attached } from './attachment-items.ts';
import { findingItem } from './complaint-finding.ts';
import { type Access, complaintKey, sortKey } from './complaint-items.ts';
import { audited, type KeptKey, keyed, put, type Telling } from './complaint-writes.ts';
import { commit, type Writes } from './dynamo.ts';
import { type Counted, countingWrites } from './statistics-writes.ts';

/** A new complaint with all it begins with. */
export type NewComplaint = {
  readonly complaint: Complaint;
  readonly words: Words;
  readonly petitioner: Petitioner;
  /** The table that keeps the petitioner: the complaint's own, or the identity table for who lives apart. */
  readonly petitionerIn: string;
  readonly access: Pick<Access, 'salt' | 'hash'>;
  readonly key: KeptKey;
  /** Whether the app that files it is told what happens. */
  readonly tellsApp?: boolean;
  readonly attachments?: readonly Claim[];
  /** How it is found; nothing for what is shown to nobody yet. */
  readonly finding?: Finding;
  /** How it is counted. */
  readonly counted?: Counted;
  readonly telling: Telling;
};

/**
 * Keeps a new complaint, its idempotency key and its first audit entry in one transaction.
 *
 * @returns `filed`; `key-used` when the key was used before; `number-taken` when the number exists; `upload-used` when one of its
 *   uploads was filed meanwhile
 * @throws TransientFault when DynamoDB was busy
 */
export async function keepFiling(
  table: string,
  filing: NewComplaint,
): Promise<'filed' | 'key-used' | 'number-taken' | 'upload-used'> {
  const { complaint, words, petitioner, petitionerIn, access, key, attachments = [], telling } = filing;
  const pk = complaintKey(complaint.number);
  const desk: Desk = {
    version: 1,
    open: true,
    said: 0,
    heard: 0,
    entries: 1,
    execution: 1,
    started: 0,
    halted: false,
    owed: true,
    ...(filing.tellsApp === true ? { tellsApp: true } : {}),
    work: 'relay',
    // Not when it was received: that can lie years back.
    since: telling.at,
  };
  const writes: Writes = [
    keyed(table, key),
    put(table, { pk, sk: sortKey.complaint, changedBy: 1, complaint }),
    put(table, { pk, sk: sortKey.desk, ...desk }),
    put(table, { pk, sk: sortKey.words, words }),
    put(petitionerIn, { pk, sk: sortKey.petitioner, petitioner }),
    put(table, { pk, sk: sortKey.access, ...access, wrong: 0 }),
    audited(table, pk, desk, telling),
    ...(filing.finding === undefined ? [] : [put(table, findingItem(complaint.number, filing.finding))]),
    ...(filing.counted === undefined ? [] : countingWrites(complaint.number, filing.counted)),
  ];
  const ownWrites = writes.length;
  writes.push(...attached(table, complaint.number, attachments));
  const committed = await commit(writes, `filing complaint ${complaint.number}`);
  if (committed.done) return 'filed';
  if (committed.failed.includes(0)) return 'key-used';
  return committed.failed.every((index) => index >= ownWrites) ? 'upload-used' : 'number-taken';
}
