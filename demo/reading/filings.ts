import type { DistrictId } from '#schemas/district.ts';
import { type Form, readHeader } from './columns.ts';
import type { FilingBody } from './filing-body.ts';
import { plainText } from './plain-text.ts';
import { type Known, RowChecks } from './row-checks.ts';
import type { Sheet } from './sheet.ts';

/** A row that can be filed. `index` counts from 0 over the rows taken and decides how its story goes. */
export type FilingRow = { readonly row: number; readonly index: number; readonly filing: FilingBody };

/** Why a row cannot be filed; without a column it is the city that declined the whole. */
export type RowFault = { readonly row: number; readonly column?: string; readonly reason: string };

/** What a file gives: rows to file, faults by row, and how many rows were taken in all. */
export type Filings = {
  readonly taken: number;
  readonly rows: readonly FilingRow[];
  readonly faults: readonly RowFault[];
};

const LONGEST_TITLE = 200;
const LONGEST_TEXT = 20_000;

/**
 * Turns the first `count` rows of a sheet into filings. A faulty row is named with its columns and reasons; the rest goes on.
 *
 * A row that names no district gets one by its place in the file, so that they spread over the whole city.
 *
 * @throws Refusal when the header is of no known form
 */
export function filingsOf({ header, rows }: Sheet, count: number, known: Known): Filings {
  const { form, cellsOf } = readHeader(header);
  const read = rows.slice(0, count).map(({ row, cells }, index) => {
    const checks = new RowChecks(cellsOf(cells));
    checkWidth(checks, header, cells);
    const filing = readers[form.id](checks, index, known);
    return { row, index, filing: { ...filing, district: filing.district ?? districtFor(index, known) }, checks };
  });
  return {
    taken: read.length,
    rows: read.flatMap(({ checks, ...row }) => (checks.findings.length === 0 ? [row] : [])),
    faults: read.flatMap(({ row, checks }) => checks.findings.map((finding) => ({ row, ...finding }))),
  };
}

function checkWidth(checks: RowChecks, header: readonly string[], cells: readonly string[]): void {
  const extra = cells.slice(header.length).find((cell) => cell !== '');
  if (extra === undefined) return;
  checks.findings.push({
    column: `${header.length + 1}`,
    reason: `holds '${extra.slice(0, 20)}', the header ends before`,
  });
}

/** 7 has no divisor in common with 25: neighbouring rows fall far apart, and every district gets as many. */
const districtFor = (index: number, { districts }: Known): DistrictId | undefined =>
  districts[(index * 7) % districts.length];

const readers: Readonly<Record<Form['id'], (checks: RowChecks, index: number, known: Known) => FilingBody>> = {
  complaints: (checks, _index, known) => complaintOf(checks, known),
  proposals: (checks, index) => proposalOf(checks, index),
};

function complaintOf(checks: RowChecks, known: Known): FilingBody {
  const given = {
    language: checks.language(),
    kind: checks.kind(known),
    district: checks.district(known),
    location: checks.optional('location', 300),
    identity: checks.identity(),
  };
  const petitioner = { name: checks.optional('name', 100), phone: checks.phone(), email: checks.email() };
  return {
    channel: checks.channel() ?? 'web',
    title: checks.text('title', LONGEST_TITLE),
    text: checks.text('text', LONGEST_TEXT),
    petitioner: { notifyBy: checks.notifyBy(), ...present(petitioner) },
    ...present(given),
  };
}

/**
 * A proposal as its citizen could have filed it today.
 *
 * Its kind is left open: of the register's first 500 entries only half speak for a proposal, the others complain, ask or
 * report. The city's classification finds out, and its central desk where the words leave it unsure. The register names
 * nobody, so each entry gets a telephone number that is nobody's, 010-0000-xxxx: else no petitioner would be told anything.
 */
function proposalOf(checks: RowChecks, index: number): FilingBody {
  const asLine = (html: string): string => plainText(html).replaceAll(/\s+/g, ' ');
  return {
    channel: 'web',
    title: checks.text('제안제목', LONGEST_TITLE, asLine),
    text: checks.text('제안내용', LONGEST_TEXT, plainText),
    petitioner: { phone: `010-0000-${String(index % 10_000).padStart(4, '0')}`, notifyBy: ['sms'] },
  };
}

type Present<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** Without the members that are undefined. */
function present<T extends Record<string, unknown>>(members: T): Present<T> {
  // Every member kept has its own type without undefined: that is what is left out.
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as Present<T>;
}
