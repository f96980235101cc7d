import { Filing } from '#schemas/api/citizen.ts';
import type { Channel } from '#schemas/complaint.ts';
import {
  type Cell,
  type CellFault,
  cellFaults,
  type Heading,
  type ImportColumn,
  type RowFault,
  type Sheet,
  type SheetRow,
} from '#schemas/import-file.ts';
import type { Instant } from '#schemas/instant.ts';
import type { Kind } from '#schemas/kind.ts';
import { Petitioner } from '#schemas/petitioner.ts';
import { columnLetters } from './headings.ts';
import { Merges } from './merged.ts';
import { channelNamed, districtNamed, kindNamed, waysNamed } from './vocabulary.ts';
import { writtenDate } from './written-date.ts';
import { writtenPhone } from './written-phone.ts';

/** By what rows are judged: when the file was handed in, the kinds of the city, and what holds where a row says nothing. */
export type Judging = {
  readonly at: Instant;
  readonly kinds: readonly Kind[];
  readonly channel: Channel;
  /** Whether a date of receipt is kept, or the complaint counts as received now. */
  readonly keepsDates: boolean;
};

/** A row as it was judged: what is filed by it, or what is wrong with it. `cells`: as they were read, by heading. */
export type JudgedRow = {
  readonly row: number;
  readonly cells: readonly Cell[];
} & ({ readonly filing: Filing; readonly receivedAt?: Instant } | { readonly faults: readonly RowFault[] });

const empty: Cell = { kind: 'empty' };

/** The rows of a sheet, judged in their order. */
export function* judgedRows(sheet: Sheet, judging: Judging): Generator<JudgedRow> {
  const merges = new Merges(sheet.merged);
  const byNumber = new Map(sheet.rows.map((row) => [row.number, row]));
  const cellAt = ({ number, cells }: SheetRow, at: number): Cell => {
    const above = cells.has(at) ? undefined : merges.rowAbove(number, at);
    return (above === undefined ? cells : (byNumber.get(above)?.cells ?? cells)).get(at) ?? empty;
  };
  for (const row of sheet.rows) {
    const cells = sheet.headings.map(({ at }) => cellAt(row, at));
    const reading = new RowReading(sheet, row.number, cells, merges);
    const judged = filingOf(reading, sheet, judging);
    yield { row: row.number, cells, ...judged };
  }
}

function filingOf(
  reading: RowReading,
  sheet: Sheet,
  { at, kinds, channel, keepsDates }: Judging,
): { filing: Filing; receivedAt?: Instant } | { faults: readonly RowFault[] } {
  const title = reading.required('title', 200);
  const text = reading.required('text', 20_000);
  const petitioner = petitionerOf(reading);
  const location = reading.text('location', 300);
  const district = reading.named('district', districtNamed);
  const kind = reading.named('kind', (written) => kindNamed(written, kinds));
  const by = reading.named('channel', channelNamed) ?? channel;
  const receivedAt = keepsDates ? reading.date(at, sheet.from1904) : undefined;
  if (reading.faults.length > 0) return { faults: reading.faults };
  const filing = Filing.parse({ channel: by, title, text, kind, district, location, petitioner });
  return { filing, ...(receivedAt === undefined ? {} : { receivedAt }) };
}

/** Who files, and how they are told: as the row says, else by the first address it gives. */
function petitionerOf(reading: RowReading): Petitioner {
  const name = reading.text('name', 100);
  const phone = reading.read('phone', 'phone-unreadable', writtenPhone);
  const email = reading.read('email', 'email-unreadable', (written) => {
    const parsed = Petitioner.shape.email.safeParse(written);
    return parsed.success ? parsed.data : undefined;
  });
  const asked = reading.read('notifyBy', 'notify-by-unknown', waysNamed);
  if (asked?.includes('sms') && !reading.says('phone')) reading.fault('notifyBy', 'no-phone-for-sms');
  if (asked?.includes('email') && !reading.says('email')) reading.fault('notifyBy', 'no-email-for-mail');
  const first = phone !== undefined ? (['sms'] as const) : email !== undefined ? (['email'] as const) : [];
  return { name, phone, email, notifyBy: [...(asked ?? first)] };
}

/** Reads the cells of one row by what their columns mean, and gathers what is wrong with them. */
class RowReading {
  readonly faults: RowFault[] = [];
  readonly #sheet: Sheet;
  readonly #row: number;
  readonly #cells: readonly Cell[];
  readonly #merges: Merges;

  constructor(sheet: Sheet, row: number, cells: readonly Cell[], merges: Merges) {
    this.#sheet = sheet;
    this.#row = row;
    this.#cells = cells;
    this.#merges = merges;
  }

  /** Whether the row says anything there, right or wrong. */
  says(column: ImportColumn): boolean {
    return this.#find(column).cell.kind !== 'empty';
  }

  required(column: 'title' | 'text', most: number): string | undefined {
    const { heading, cell } = this.#find(column);
    if (cell.kind === 'empty') {
      const isAway = heading !== undefined && this.#merges.isMergedAway(this.#row, heading.at);
      this.fault(column, isAway ? 'merged-away' : 'missing');
    }
    return this.text(column, most);
  }

  text(column: 'title' | 'text' | 'location' | 'name', most: number): string | undefined {
    return this.read(column, `${column}-too-long`, (written) => (written.length <= most ? written : undefined));
  }

  named<Id extends string>(
    column: 'district' | 'kind' | 'channel',
    find: (text: string) => Id | undefined,
  ): Id | undefined {
    return this.read(column, `${column}-unknown`, find);
  }

  date(at: Instant, from1904: boolean): Instant | undefined {
    const cell = this.#valueOf('receivedAt');
    if (cell === undefined) return undefined;
    const date = writtenDate(cell, { at, from1904 });
    if ('receivedAt' in date) return date.receivedAt;
    this.fault('receivedAt', date.fault);
    return undefined;
  }

  /** What a cell says, read; a fault when it cannot be. */
  read<T>(column: ImportColumn, code: CellFault, how: (written: string) => T | undefined): T | undefined {
    const text = this.#valueOf(column)?.text.trim();
    if (text === undefined) return undefined;
    const read = how(text);
    if (read === undefined) this.fault(column, code);
    return read;
  }

  fault(column: ImportColumn, code: CellFault): void {
    const { heading } = this.#find(column);
    const [reason, reasonEn] = cellFaults[code];
    this.faults.push({
      sheet: this.#sheet.name,
      row: this.#row,
      column: heading === undefined ? '' : columnLetters(heading.at),
      heading: heading?.text ?? '',
      code,
      reason,
      reasonEn,
    });
  }

  #valueOf(column: ImportColumn): Extract<Cell, { kind: 'text' | 'number' }> | undefined {
    const { cell } = this.#find(column);
    if (cell.kind === 'formula') this.fault(column, 'formula');
    if (cell.kind === 'error') this.fault(column, 'error-value');
    return cell.kind === 'text' || cell.kind === 'number' ? cell : undefined;
  }

  #find(column: ImportColumn): { heading: Heading | undefined; cell: Cell } {
    const at = this.#sheet.headings.findIndex((heading) => heading.column === column);
    return { heading: this.#sheet.headings[at], cell: this.#cells[at] ?? empty };
  }
}
