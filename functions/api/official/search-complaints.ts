import * as z from 'zod';
import { listCity } from '#functions/aws/city-table.ts';
import { type Found, searchComplaints as search, unassigned } from '#functions/aws/complaint-search.ts';
import { readDocket } from '#functions/aws/complaint-table.ts';
import { confirmWords } from '#functions/aws/confirm-words.ts';
import type { Reply } from '#functions/middleware/api-function.ts';
import type { ApiRequest } from '#functions/middleware/api-request.ts';
import { parseComplaintNumber } from '#rules/complaint-number.ts';
import { findingOf } from '#rules/finding.ts';
import { departmentsOf, seesEveryDepartment } from '#rules/people/sight-of-lists.ts';
import { SHORTEST_WORD, searchedTime, searchedWords } from '#rules/search.ts';
import { type deskOperations, FoundComplaint, type SearchBody } from '#schemas/api/desk.ts';
import type { ById } from '#schemas/api/operation.ts';
import type { DepartmentId } from '#schemas/department.ts';
import { CursorUnknown, Refused, RequestInvalid } from '#schemas/errors.ts';
import { linesFor, type Viewer } from './case-lines.ts';
import type { CaseTables } from './case-tables.ts';
import { personOf } from './person-of.ts';

type Request = Pick<ApiRequest<ById<typeof deskOperations, 'searchComplaints'>>, 'at' | 'caller' | 'body'>;
type Settings = CaseTables;

/** What a search gives. */
export type SearchResult = {
  readonly items: FoundComplaint[];
  readonly cursor?: string;
  readonly searchedTo?: string;
  readonly asOf: string;
};

/**
 * The complaints that somebody may know of and that are what they look for, the one received last on top: of their own
 * departments, for operators and auditors of all. Never one that names them, and no report by its words.
 *
 * @throws Refused `not-found` for a department that is none of theirs; RequestInvalid for words too short; CursorUnknown
 */
export async function searchComplaints(
  settings: Settings,
  { at, caller, body }: Request,
): Promise<Reply & { readonly body: SearchResult }> {
  const { COMPLAINT_TABLE, CITY_TABLE } = settings;
  const person = await personOf(CITY_TABLE, caller);
  const departments = await listCity(CITY_TABLE, 'department');
  const viewer: Viewer = { person, departments: departmentsOf(person, departments) };
  const seesAll = seesEveryDepartment(person);
  const theirs = seesAll ? departments.map(({ id }) => id) : viewer.departments;
  if (body.department !== undefined && !theirs.includes(body.department)) {
    throw new Refused('not-found', `no department '${body.department}' of '${person.id}'`);
  }
  const among = body.department === undefined ? theirs : [body.department];
  const withUnassigned = seesAll && body.department === undefined;
  const { items, ...rest } =
    body.number === undefined
      ? await found(COMPLAINT_TABLE, [...among, ...(withUnassigned ? unassigned : [])], body)
      : { items: await byNumber(COMPLAINT_TABLE, body.number, among, withUnassigned) };
  const kept = items.map((line) => ({ line, more: {} }));
  const lines = await linesFor(CITY_TABLE, { at, viewerOf: () => viewer }, kept);
  return { body: { items: z.array(FoundComplaint).parse(lines), ...rest, asOf: at } };
}

async function found(table: string, partitions: readonly string[], body: SearchBody): Promise<Found> {
  try {
    const criteria = criteriaOf(body);
    const { items, ...rest } = await search(table, partitions, criteria, body);
    // The index follows the table within moments; words that were taken away are found no more in this one.
    return { ...rest, items: await confirmWords(table, criteria.words, items) };
  } catch (error) {
    // The lists' cursors come in the address.
    if (error instanceof CursorUnknown)
      throw new RequestInvalid([{ path: '/body/cursor', expected: 'the cursor that this search gave' }]);
    throw error;
  }
}

function criteriaOf({ words, status, district, kind, topic, from, to }: SearchBody) {
  if (from !== undefined && to !== undefined && to < from) {
    throw new RequestInvalid([{ path: '/body/to', expected: `a day not before ${from}` }]);
  }
  const searched = words === undefined ? [] : searchedWords(words);
  if (searched === undefined) {
    throw new RequestInvalid([
      { path: '/body/words', expected: `words of at least ${SHORTEST_WORD} letters or digits` },
    ]);
  }
  const equal = {
    ...(status === undefined ? {} : { status }),
    ...(district === undefined ? {} : { district }),
    ...(kind === undefined ? {} : { kind }),
    ...(topic === undefined ? {} : { topic }),
  };
  return { ...searchedTime(from, to), words: searched, equal };
}

/** The one complaint of a number, as it is found: it may be newer than the index. */
async function byNumber(
  table: string,
  text: string,
  among: readonly DepartmentId[],
  withUnassigned: boolean,
): Promise<object[]> {
  const number = parseComplaintNumber(text)?.number;
  const found = number === undefined ? undefined : await readDocket(table, number);
  const finding = found === undefined ? undefined : findingOf(found.complaint);
  if (finding === undefined) return [];
  const isTheirs = finding.department === undefined ? withUnassigned : among.includes(finding.department);
  return isTheirs ? [finding.line] : [];
}
