import type { Item } from '#functions/aws/complaint-items.ts';
import { countingVersion } from '#rules/statistics/case-fact.ts';
import { Complaint, type Stage } from '#schemas/complaint.ts';
import { ComplaintNumber } from '#schemas/complaint-number.ts';
import { Desk } from '#schemas/desk.ts';
import { Instant } from '#schemas/instant.ts';
import { Notice } from '#schemas/notice.ts';
import { type Said, Signal } from '#schemas/signal.ts';

/** A complaint number, an instant and a table, as tests of the functions use them. */
export const number = ComplaintNumber.parse('20261123-7KQ4M2-X');
export const at = Instant.parse('2026-11-23T00:00:00.000Z');
export const table = 'complaints';
export const pk = `complaint#${number}`;

/** When the sample complaint is due, and until when its answer can be rated. */
export const dueAt = Instant.parse('2026-12-01T09:00:00.000Z');
export const rateUntil = Instant.parse('2026-12-15T09:00:00.000Z');

/** The person named, their lead, and their director. */
export const official = 'official-water-1';
export const lead = 'lead-water';
export const director = 'director-environment';

/** The police, who were asked on Monday at 09:00 and have until Friday at 18:00. */
export const outside = {
  institution: 'seoul-police',
  name: '서울경찰청',
  nameEn: 'Seoul Metropolitan Police',
  contact: 'sign-in',
  asked: 1,
  askedAt: at,
  untilAt: '2026-11-27T09:00:00.000Z',
  by: official,
} as const;

/** A complaint assigned to the waterworks, at a stage of its story. */
export function complaintAt(stage: Stage, changes: Readonly<Record<string, unknown>> = {}): Complaint {
  return Complaint.parse({
    number,
    channel: 'web',
    channelApp: 'app-web',
    language: 'ko',
    identity: 'named',
    receivedAt: at,
    stage,
    status: 'assigned',
    round: 1,
    deadline: { basis: 'statutory', dueAt, period: { unit: 'days', count: 7 }, provisional: false },
    rungs: [],
    rungsDone: [],
    counted: countingVersion,
    assignment: {
      department: 'water',
      departmentName: '상수도사업본부',
      departmentNameEn: 'Waterworks',
      person: official,
      lead,
      director,
      reason: 'topic',
      assignedAt: at,
    },
    ...changes,
  });
}

/** A desk at which nothing is left to hear. */
export const deskWith = (changes: Readonly<Partial<Desk>> = {}): Desk =>
  Desk.parse({
    version: 4,
    open: true,
    said: 1,
    heard: 1,
    entries: 6,
    execution: 1,
    started: 1,
    halted: false,
    owed: false,
    ...changes,
  });

/** Something the petitioner said, not yet heard. */
export const signalOf = (order: number, said: Said, changes: Readonly<Partial<Signal>> = {}): Signal =>
  Signal.parse({ number: order, at, by: { role: 'petitioner' }, said, status: 'said', ...changes });

/** A notice in the ledger. */
export const noticeOf = (order: number, changes: Readonly<Partial<Notice>> = {}): Notice =>
  Notice.parse({
    step: 'reception',
    round: 1,
    order,
    to: { role: 'petitioner' },
    plannedAt: at,
    status: 'planned',
    attempt: 0,
    ...changes,
  });

/** The five items that every complaint has, as the table gives them. */
export const itemsOf = (complaint: Complaint, desk: Desk): Item[] => [
  { pk, sk: 'access', salt: 'c2FsdA==', hash: 'aGFzaA==', wrong: 0 },
  { pk, sk: 'complaint', changedBy: 3, complaint, handler: official, dueAt },
  { pk, sk: 'desk', ...desk },
  { pk, sk: 'petitioner', petitioner: { name: '김하나', phone: '+821012345678', notifyBy: ['sms'] } },
  { pk, sk: 'words', words: { title: '누수', text: '물이 샙니다' } },
];

/** An error as an SDK throws it: matched by its name alone. */
export const sdkError = (name: string, more: Readonly<Record<string, unknown>> = {}): Error =>
  Object.assign(new Error(`${name} of a test`), { name, ...more });
