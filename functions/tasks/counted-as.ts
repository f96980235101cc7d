import { readCaseFact } from '#functions/aws/statistics-table.ts';
import type { Counted } from '#functions/aws/statistics-writes.ts';
import { caseFact, countingVersion } from '#rules/statistics/case-fact.ts';
import { countingOf } from '#rules/statistics/counting.ts';
import type { Complaint } from '#schemas/complaint.ts';
import type { CaseFact } from '#schemas/statistics.ts';

/**
 * A changed complaint, marked with the counting it stands in the statistics by, and how they change with it.
 *
 * Most complaints were counted by today's rules, so that where they are counted follows from them. One that never was, or was by
 * other rules, is looked up: it is moved from where it stands.
 */
export async function countedAs(
  table: string,
  before: Complaint,
  after: Complaint,
): Promise<{ readonly complaint: Complaint; readonly change?: Counted }> {
  const complaint: Complaint = { ...after, counted: countingVersion };
  const counting = countingOf(await factBefore(table, before), caseFact(complaint));
  return counting === undefined ? { complaint } : { complaint, change: { table, counting } };
}

async function factBefore(table: string, before: Complaint): Promise<CaseFact | undefined> {
  const now = caseFact(before);
  if (before.counted === countingVersion) return now;
  return readCaseFact(table, { number: before.number, day: now.cell.day, district: now.cell.district });
}
