import type { Complaint, Words } from '#schemas/complaint.ts';
import type { Desk } from '#schemas/desk.ts';
import type { Petitioner } from '#schemas/petitioner.ts';
import { type Access, complaintKey, sortKey } from './complaint-items.ts';
import { audited, type KeptKey, keyed, put, type Telling } from './complaint-writes.ts';
import { commit, type Writes } from './dynamo.ts';

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
  readonly telling: Telling;
};

/**
 * Keeps a new complaint, its idempotency key and its first audit entry in one transaction.
 *
 * @returns `filed`; `key-used` when the key was used before; `number-taken` when the number exists
 * @throws TransientFault when DynamoDB was busy
 */
export async function keepFiling(table: string, filing: NewComplaint): Promise<'filed' | 'key-used' | 'number-taken'> {
  const { complaint, words, petitioner, petitionerIn, access, key, telling } = filing;
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
    since: complaint.receivedAt,
  };
  const writes: Writes = [
    keyed(table, key),
    put(table, { pk, sk: sortKey.complaint, changedBy: 1, complaint }),
    put(table, { pk, sk: sortKey.desk, ...desk }),
    put(table, { pk, sk: sortKey.words, words }),
    put(petitionerIn, { pk, sk: sortKey.petitioner, petitioner }),
    put(table, { pk, sk: sortKey.access, ...access, wrong: 0 }),
    audited(table, pk, desk, telling),
  ];
  const committed = await commit(writes, `filing complaint ${complaint.number}`);
  if (committed.done) return 'filed';
  return committed.failed.includes(0) ? 'key-used' : 'number-taken';
}
