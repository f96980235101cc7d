import type { Complaint, Stage, Words } from '#schemas/complaint.ts';
import type { Finding, KeptLine } from '#schemas/finding.ts';
import { departmentHandler, listedUnder } from './people/access.ts';
import { barredBy, isReport, isUnread } from './people/named-people.ts';

/** How much of a text the search knows, in characters as they are compared: its beginning. */
export const SEARCHED_CHARACTERS = 1_000;

/**
 * Words as the search compares them: composed, in small letters, without spaces and signs, because people write 불법 주차 and
 * 불법주차 by turns.
 */
export const comparable = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, '');

/** What a complaint is found by: its title, its place and the beginning of its text; no search holds the sign between them. */
export const findableWords = ({ title, text, location = '' }: Words): string =>
  [title, location, text].map((part) => comparable(part).slice(0, SEARCHED_CHARACTERS)).join('|');

/**
 * A complaint as lists and the search show it.
 *
 * @see listedUnder for its due instant: while the clock stands, the end of the petitioner's term
 */
export function keptLine(complaint: Complaint): KeptLine {
  const { number, status, stage, channel, district, receivedAt, classification, assignment, kindChosen } = complaint;
  const { deadline, pausedAt, closedAt } = complaint;
  const under = listedUnder(complaint);
  const barred = barredBy(complaint);
  const kind = classification?.kind ?? kindChosen;
  return {
    number,
    status,
    stage,
    channel,
    receivedAt,
    ...(district === undefined ? {} : { district }),
    ...(kind === undefined ? {} : { kind }),
    ...(classification === undefined ? {} : { topic: classification.topic }),
    ...(assignment === undefined ? {} : { department: assignment.department }),
    ...(under === undefined || deadline === undefined ? {} : { dueAt: under.dueAt, basis: deadline.basis }),
    ...(pausedAt === undefined ? {} : { pausedAt, ...(deadline === undefined ? {} : { deadlineAt: deadline.dueAt }) }),
    ...(closedAt === undefined ? {} : { closedAt }),
    // Never shown: from their lists it is left out.
    ...(barred.people.length === 0 ? {} : { barred }),
  };
}

/**
 * The stage that lists of a department and the search show: a step that the machine does by itself, in a moment, counts with the
 * wait beside it. So a complaint's life changes how it is found four times, not nine.
 */
const settled: Readonly<Record<Stage, Stage>> = {
  receive: 'receive',
  classify: 'receive',
  classification: 'classification',
  classified: 'classified',
  assign: 'assign',
  adjudicate: 'adjudicate',
  adjudication: 'adjudication',
  answer: 'answer',
  acceptance: 'acceptance',
  respond: 'rating',
  rating: 'rating',
  evaluate: 'rating',
  close: 'rating',
  closed: 'closed',
};

/**
 * How a complaint is found as it is now, its words left aside; `undefined` for a report before anybody knows who is named in
 * it: until then it is shown to nobody.
 */
export function findingOf(complaint: Complaint): Finding | undefined {
  if (isReport(complaint) && isUnread(complaint)) return undefined;
  const line = { ...keptLine(complaint), stage: settled[complaint.stage] };
  const { department, receivedAt, dueAt } = line;
  const isQueued = department !== undefined && dueAt !== undefined;
  return {
    department,
    receivedAt,
    queue: isQueued ? { handler: departmentHandler(department), dueAt } : undefined,
    line,
  };
}

/** How a complaint is found from its filing on: with its words, unless it is a report, whose words no search finds. */
export function firstFinding(complaint: Complaint, words: Words): Finding | undefined {
  const finding = findingOf(complaint);
  if (finding === undefined || isReport(complaint)) return finding;
  return { ...finding, words: findableWords(words) };
}

/**
 * How a complaint is found after a change, `undefined` when that is as it was.
 *
 * What turns out to be a report loses its words in the change that says so, and never gets them back: whoever reports writes
 * there who they are.
 *
 * @param corrected the words, if the change corrects them
 */
export function findingAfter(before: Complaint, after: Complaint, corrected: Words | undefined): Finding | undefined {
  const finding = findingOf(after);
  if (finding === undefined) return undefined;
  const becomesReport = isReport(after) && !isReport(before);
  const isNamed = !isReport(after);
  const words = becomesReport ? 'removed' : corrected !== undefined && isNamed ? findableWords(corrected) : undefined;
  if (words === undefined && isSame(findingOf(before), finding)) return undefined;
  return { ...finding, ...(words === undefined ? {} : { words }) };
}

const isSame = (one: Finding | undefined, other: Finding): boolean => JSON.stringify(one) === JSON.stringify(other);
