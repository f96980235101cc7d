import { Refusal } from '../refusal.ts';

/** A form of file: the names of its columns; the first `required` ones must be there. */
export type Form = {
  readonly id: 'complaints' | 'proposals';
  readonly columns: readonly string[];
  readonly required: number;
};

/** The project's own form, as in city/sample-complaints.csv. */
export const complaintsForm: Form = {
  id: 'complaints',
  columns: [
    ...['title', 'text'],
    ...['channel', 'language', 'kind', 'district', 'location', 'identity', 'name', 'phone', 'email', 'notifyBy'],
  ],
  required: 2,
};

/** Seoul's register of citizens' proposals: title, content as HTML; number, votes and day are read over. */
export const proposalsForm: Form = {
  id: 'proposals',
  columns: ['제안제목', '제안내용', '제안번호', '득표', '제안등록일자'],
  required: 2,
};

const forms = [complaintsForm, proposalsForm];

/** A row as it is read: the text under a column, `''` where the file has no such column. */
export type Cells = (column: string) => string;

/** What a header says: the form of the file, and how to read a row of it. */
export type Reading = { readonly form: Form; readonly cellsOf: (cells: readonly string[]) => Cells };

/**
 * Finds the form by the header; every column must be known, so that a misspelt one is not read over.
 *
 * @throws Refusal naming the columns found and those expected
 */
export function readHeader(header: readonly string[]): Reading {
  const names = header.map((name) => name.trim());
  const known = ({ columns }: Form): number => names.filter((name) => columns.includes(name)).length;
  const [form] = forms.toSorted((one, other) => known(other) - known(one));
  if (form === undefined || known(form) === 0) {
    throw new Refusal(`no column is known: found ${listed(names)}; expected ${forms.map(expected).join(' or ')}`);
  }
  const missing = form.columns.slice(0, form.required).filter((column) => !names.includes(column));
  if (missing.length > 0) throw new Refusal(`column ${listed(missing)} is missing: expected ${expected(form)}`);
  const unknown = names.filter((name) => name !== '' && !form.columns.includes(name));
  if (unknown.length > 0)
    throw new Refusal(`column ${listed(unknown)} is not known; expected ${form.columns.join(', ')}`);
  const twice = names.find((name, index) => name !== '' && names.indexOf(name) !== index);
  if (twice !== undefined) throw new Refusal(`column '${twice}' stands twice in the header: expected it once`);
  return { form, cellsOf: (cells) => (column) => cells[names.indexOf(column)]?.trim() ?? '' };
}

const listed = (names: readonly string[]): string => {
  const shown = names.slice(0, 3).map((name) => `'${name.slice(0, 20)}'`);
  return `${shown.join(', ')}${names.length > 3 ? ` and ${names.length - 3} more` : ''}`;
};

const expected = ({ columns, required }: Form): string => `${columns.slice(0, required).join(', ')} …`;
