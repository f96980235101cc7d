import { type Change, keepChange, type Listing } from '#functions/aws/complaint-change.ts';
import { type Docket, readDocket } from '#functions/aws/complaint-table.ts';
import { isUntold } from '#rules/backfill.ts';
import { ledgerOf } from '#rules/clock/deadline-moves.ts';
import { findingAfter, keptLine } from '#rules/finding.ts';
import { outlookOf, waitsForPeople } from '#rules/outlook.ts';
import { institutionHandler, listedUnder } from '#rules/people/access.ts';
import { barredBy } from '#rules/people/named-people.ts';
import type { Complaint } from '#schemas/complaint.ts';
import type { LedgerEntry } from '#schemas/deadline.ts';
import { ComplaintMissing, TransientFault, Unheard } from '#schemas/errors.ts';
import type { Outlook, StepInput } from '#schemas/tasks/outlook.ts';
import { countedAs } from './counted-as.ts';
import { toDeputies } from './deputies.ts';
import { hidePetitioner } from './hide-petitioner.ts';

/** How often a step decides anew because something was said between its reading and its writing. */
const LAPS = 8;

/**
 * The complaint table, and the table of statistics in which its changes are counted; for a step that tells the city's own people with the city table, where it stands who is absent: their
 * deputies are told instead; for a step that may protect the petitioner with the identity table.
 */
export type Tables = {
  readonly COMPLAINT_TABLE: string;
  readonly CITY_TABLE?: string;
  readonly IDENTITY_TABLE?: string;
  readonly STATISTICS_TABLE: string;
};

/** What a step decided over a case: a change with the complaint after it, or nothing because it was done before. */
export type Decided = {
  readonly change?: Omit<
    Change,
    'desk' | 'complaint' | 'ledger' | 'movesApart' | 'outside' | 'finding' | 'telling' | 'counted'
  > & {
    readonly action: string;
    readonly facts?: Change['telling']['facts'];
  };
  readonly after: Complaint;
};

const listingOf = (complaint: Complaint): Listing | undefined => {
  const under = listedUnder(complaint);
  if (under === undefined) return undefined;
  return { ...under, listed: keptLine(complaint) };
};

/** How a transfer that begins to wait is listed for its institution; `removed` when it no longer waits. */
function outsideOf(before: Complaint, after: Complaint): Change['outside'] {
  const [was, is] = [before, after].map(({ stage }) => stage === 'acceptance');
  if (is === was) return undefined;
  const { outside, number, channel, district, receivedAt, classification } = after;
  if (is !== true || outside === undefined) return 'removed';
  const { institution, asked, askedAt, untilAt } = outside;
  return {
    handler: institutionHandler(institution),
    dueAt: untilAt,
    asked,
    listed: {
      number,
      channel,
      district,
      receivedAt,
      kind: classification?.kind,
      topic: classification?.topic,
      askedAt,
    },
  };
}

/** The entries that a change brings into the ledger: before the assignment none is kept, then all of it from its start. */
const entriesOf = (before: Complaint, after: Complaint): readonly LedgerEntry[] =>
  after.ledger === undefined || after.ledger === before.ledger ? [] : after.ledger.slice(ledgerOf(before).length);

/**
 * Reads a case, lets the step decide, and keeps what it decided if the case is still as it was read; else decides again.
 *
 * A step may be called again after its change was kept (a lost answer, a retry): it then decides no change and answers
 * the same outlook.
 *
 * Whatever change takes the petitioner's name off a complaint also moves them into the identity table, in one transaction,
 * and tells the audit trail.
 *
 * @throws ComplaintMissing, Unheard (for a change that waits for all said to be heard), TransientFault
 */
export async function changeCase(
  tables: Tables,
  step: string,
  { number, execution, at }: StepInput,
  decide: (found: Docket) => Decided | Promise<Decided>,
): Promise<Outlook> {
  const { COMPLAINT_TABLE: table } = tables;
  for (let lap = 0; lap < LAPS; lap += 1) {
    const found = await readDocket(table, number);
    if (found === undefined) throw new ComplaintMissing(number);
    const { change, after } = await decide(found);
    if (change === undefined) return outlookOf(after);
    if (change.onlyIfHeard === true && found.desk.said !== found.desk.heard) throw new Unheard(number);
    const { action, facts, notices: meant = [], ...rest } = change;
    const notices = isUntold(found.complaint, action) ? [] : meant;
    const planned =
      tables.CITY_TABLE === undefined ? notices : await toDeputies(tables.CITY_TABLE, notices, barredBy(after), at);
    const movesApart = await hidePetitioner(table, tables.IDENTITY_TABLE, found.complaint, after);
    const told = movesApart === undefined ? facts : { ...facts, identity: after.identity };
    const telling = {
      at,
      actor: { kind: 'step', step, execution } as const,
      action,
      ...(told === undefined ? {} : { facts: told }),
    };
    const counted =
      after === found.complaint ? undefined : await countedAs(tables.STATISTICS_TABLE, found.complaint, after);
    const outside = outsideOf(found.complaint, after);
    const finding = findingAfter(found.complaint, after, rest.words?.words);
    const committed = await keepChange(table, number, {
      ...rest,
      desk: found.desk,
      deskAfter: { ...rest.deskAfter, owed: !waitsForPeople(after) },
      telling,
      notices: planned,
      ...(movesApart === undefined ? {} : { movesApart }),
      ledger: entriesOf(found.complaint, after),
      ...(outside === undefined ? {} : { outside }),
      ...(finding === undefined ? {} : { finding }),
      ...(counted === undefined
        ? {}
        : { complaint: { after: counted.complaint, changedBy: found.changedBy, listing: listingOf(after) } }),
      ...(counted?.change === undefined ? {} : { counted: counted.change }),
    });
    if (committed.done) return outlookOf(after);
  }
  throw new TransientFault(`complaint ${number} moved under ${step} ${LAPS} times`, undefined);
}

/** Which execution of the complaint this is, counted from 1. */
export const ordinalOf = (execution: string): number => Number(execution.slice(execution.lastIndexOf('-') + 1));
