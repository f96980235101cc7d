import type { Answer } from '#schemas/answer.ts';
import type { Attachment, Claim } from '#schemas/attachment.ts';
import type { Complaint, EarlierWords, Words } from '#schemas/complaint.ts';
import type { LedgerEntry } from '#schemas/deadline.ts';
import type { Desk } from '#schemas/desk.ts';
import type { Finding } from '#schemas/finding.ts';
import type { Need } from '#schemas/need.ts';
import type { Notice, NoticeChoice } from '#schemas/notice.ts';
import type { Petitioner } from '#schemas/petitioner.ts';
import type { Signal } from '#schemas/signal.ts';
import { attached } from './attachment-items.ts';
import { findingMove } from './complaint-finding.ts';
import { complaintKey, type Item, openShard, sortKey } from './complaint-items.ts';
import { audited, type KeptKey, keyed, put, type Telling } from './complaint-writes.ts';
import { type Committed, commit, type Writes } from './dynamo.ts';
import { noticeMove, workOf } from './notice-ledger.ts';
import { type Counted, countingWrites } from './statistics-writes.ts';

/** How an open case is listed for its handler; the sparse indexes hold nothing of closed or answered ones. */
export type Listing = { readonly handler: string; readonly dueAt: string; readonly listed: Item };

/** What a step of the workflow changes in one transaction, over the desk it read. */
export type Change = {
  readonly desk: Desk;
  /** Commit only if everything said was heard. */
  readonly onlyIfHeard?: boolean;
  /** Whether an official sees a difference: then the version rises. */
  readonly isSeen: boolean;
  readonly deskAfter?: Partial<Pick<Desk, 'open' | 'owed' | 'heard' | 'started' | 'execution' | 'halted'>>;
  /** The complaint after the change; `changedBy` is the audit entry that last changed the one it was made from. */
  readonly complaint?: {
    readonly after: Complaint;
    readonly changedBy: number;
    readonly listing: Listing | undefined;
  };
  readonly signal?: Signal;
  readonly answer?: Answer;
  /** The words as a signal corrected them, and as they were before. */
  readonly words?: { readonly signal: number; readonly words: Words; readonly earlier: EarlierWords };
  readonly ledger?: readonly LedgerEntry[];
  readonly notices?: readonly Omit<Notice, 'order' | 'attempt' | 'status' | 'plannedAt'>[];
  readonly need?: Need | 'removed';
  /** The petitioner as they were read, who moves into another table: from here on this one does not know them. */
  readonly movesApart?: { readonly petitioner: Petitioner; readonly into: string };
  /** A transfer outside that begins to wait, as it is listed for its institution, or no longer waits. */
  readonly outside?: (Listing & { readonly asked: number }) | 'removed';
  /** A notice of the ledger that a person has sent anew: as it was read, and as it is planned again. */
  readonly resent?: { readonly before: Notice; readonly after: Notice };
  /** What the petitioner chose of the notices. */
  readonly noticeChoice?: NoticeChoice;
  /** Files of the case as they stand now. */
  readonly attachments?: readonly Attachment[];
  /** How the complaint is found from now on. */
  readonly finding?: Finding;
  /** How the complaint is counted from now on. */
  readonly counted?: Counted;
  readonly telling: Telling;
};

/**
 * Keeps something said under the next number, with its audit entry and its idempotency key; a closed desk is opened by it.
 *
 * @param attachments the files that come with it
 * @returns `kept`; `moved` when the desk is no longer as it was read; `key-used` when the key was used before; `upload-used` when
 *   one of its files was filed meanwhile
 * @throws TransientFault when DynamoDB was busy
 */
export async function keepSignal(
  table: string,
  number: string,
  desk: Desk,
  signal: Signal,
  telling: Telling,
  key?: KeptKey,
  attachments: readonly Claim[] = [],
): Promise<'kept' | 'moved' | 'key-used' | 'upload-used'> {
  const pk = complaintKey(number);
  // What is said to a closed desk opens it again: the next execution hears it.
  const execution = desk.open ? desk.execution : desk.execution + 1;
  const writes: Writes = [
    {
      Update: {
        TableName: table,
        Key: { pk, sk: sortKey.desk },
        ConditionExpression: '#open = :open AND #version = :version AND #entries = :entries AND #said = :said',
        UpdateExpression:
          'SET #open = :true, #execution = :execution, #version = :next, #entries = :entry, #said = :signal, #work = :relay, #since = if_not_exists(#since, :at)',
        ExpressionAttributeNames: {
          '#execution': 'execution',
          '#open': 'open',
          '#version': 'version',
          '#entries': 'entries',
          '#said': 'said',
          '#work': 'work',
          '#since': 'since',
        },
        ExpressionAttributeValues: {
          ':open': desk.open,
          ':true': true,
          ':execution': execution,
          ':version': desk.version,
          ':next': desk.version + 1,
          ':entries': desk.entries,
          ':entry': desk.entries + 1,
          ':said': desk.said,
          ':signal': signal.number,
          ':relay': 'relay',
          ':at': signal.at,
        },
      },
    },
    put(table, { pk, sk: sortKey.signal(signal.number), signal }),
    audited(table, pk, { ...desk, entries: desk.entries + 1 }, telling),
    ...(key === undefined ? [] : [keyed(table, key)]),
    ...(desk.open ? [] : [put(table, { pk, sk: sortKey.execution(execution), askedAt: signal.at })]),
  ];
  const ownWrites = writes.length;
  writes.push(...attached(table, number, attachments));
  const committed = await commit(writes, `saying to complaint ${number}`);
  if (committed.done) return 'kept';
  if (key !== undefined && committed.failed.includes(3)) return 'key-used';
  return committed.failed.every((index) => index >= ownWrites) ? 'upload-used' : 'moved';
}

/** A petitioner put into one table and taken out of the other, if they still stand there as they were read. */
function moved(table: string, pk: string, { petitioner, into }: NonNullable<Change['movesApart']>): Writes {
  const sk = sortKey.petitioner;
  return [
    put(into, { pk, sk, petitioner }),
    {
      Delete: {
        TableName: table,
        Key: { pk, sk },
        ConditionExpression: 'petitioner = :petitioner',
        ExpressionAttributeValues: { ':petitioner': petitioner },
      },
    },
  ];
}

/** The desk after a change, as it will stand in the table. */
function deskAfter({ desk, isSeen, deskAfter: after = {}, telling }: Change): Desk {
  const next = { ...desk, ...after, entries: desk.entries + 1, version: desk.version + (isSeen ? 1 : 0) };
  const { work: _work, since: _since, ...rest } = next;
  const isBehind = next.open && !next.halted && (next.started < next.execution || next.heard < next.said);
  return isBehind ? { ...rest, work: 'relay', since: desk.since ?? telling.at } : rest;
}

/**
 * Keeps what a step changed, with its audit entry, if the desk is still as it was read.
 *
 * @returns `done: false` when the desk moved meanwhile: read again and decide again
 * @throws TransientFault when DynamoDB was busy
 */
export async function keepChange(table: string, number: string, change: Change): Promise<Committed> {
  const pk = complaintKey(number);
  const { desk, complaint, signal, answer, ledger = [], notices = [], need, movesApart, outside, telling } = change;
  const entry = desk.entries + 1;
  const names: Record<string, unknown> = { '#entries': 'entries', '#said': 'said', '#heard': 'heard' };
  const writes: Writes = [
    {
      Put: {
        TableName: table,
        Item: { pk, sk: sortKey.desk, ...deskAfter(change) },
        ConditionExpression: `#entries = :entries AND #said = :said AND #heard = :heard${change.onlyIfHeard === true ? ' AND #said = #heard' : ''}`,
        ExpressionAttributeNames: names as Record<string, string>,
        ExpressionAttributeValues: { ':entries': desk.entries, ':said': desk.said, ':heard': desk.heard },
      },
    },
    audited(table, pk, { ...desk, entries: entry }, telling),
  ];
  if (complaint !== undefined) {
    const { after, changedBy, listing } = complaint;
    writes.push({
      Put: {
        TableName: table,
        Item: {
          pk,
          sk: sortKey.complaint,
          changedBy: entry,
          complaint: after,
          ...(listing === undefined ? {} : { ...listing, work: openShard(number), since: listing.dueAt }),
        },
        // A query is no snapshot: the desk may be newer than the complaint that was read with it.
        ConditionExpression: 'changedBy = :changedBy',
        ExpressionAttributeValues: { ':changedBy': changedBy },
      },
    });
  }
  if (signal !== undefined) writes.push(put(table, { pk, sk: sortKey.signal(signal.number), signal }, false));
  if (answer !== undefined) writes.push(put(table, { pk, sk: sortKey.answer(answer.round), answer }));
  if (change.words !== undefined) {
    const { signal: by, words, earlier } = change.words;
    writes.push(put(table, { pk, sk: sortKey.words, words }, false));
    writes.push(put(table, { pk, sk: sortKey.earlierWords(by), words: earlier }));
  }
  ledger.forEach((line, index) => {
    writes.push(put(table, { pk, sk: sortKey.ledger(entry * 10 + index), ledger: line }));
  });
  notices.forEach((planned, index) => {
    const order = entry * 10 + index;
    const notice = { ...planned, order, plannedAt: telling.at, status: 'planned' as const, attempt: 0 };
    writes.push(put(table, { pk, sk: sortKey.notice(order), notice, ...workOf(notice) }));
  });
  if (change.resent !== undefined) {
    const { before, after } = change.resent;
    writes.push({ Update: noticeMove(table, number, before, after) });
    // Its coming brings the complaint's notices to whoever sends them.
    writes.push(put(table, { pk, sk: sortKey.resend(before.order, before.attempt), resentAt: telling.at }));
  }
  if (change.noticeChoice !== undefined) {
    writes.push(put(table, { pk, sk: sortKey.noticeChoice, choice: change.noticeChoice }, false));
  }
  for (const attachment of change.attachments ?? []) {
    const sk = sortKey.attachment(attachment.signal ?? 0, attachment.place);
    writes.push(put(table, { pk, sk, attachment }, false));
  }
  const asked = change.deskAfter?.execution;
  if (asked !== undefined) writes.push(put(table, { pk, sk: sortKey.execution(asked), askedAt: telling.at }));
  if (need === 'removed') writes.push({ Delete: { TableName: table, Key: { pk, sk: sortKey.need } } });
  else if (need !== undefined) {
    writes.push(put(table, { pk, sk: sortKey.need, need, work: 'needs-a-person', since: need.since }, false));
  }
  if (change.finding !== undefined) writes.push({ Update: findingMove(table, number, change.finding) });
  if (movesApart !== undefined) writes.push(...moved(table, pk, movesApart));
  if (outside === 'removed') writes.push({ Delete: { TableName: table, Key: { pk, sk: sortKey.outside } } });
  else if (outside !== undefined) writes.push(put(table, { pk, sk: sortKey.outside, ...outside }, false));
  if (change.counted !== undefined) writes.push(...countingWrites(number, change.counted));
  return commit(writes, `changing complaint ${number}`);
}
