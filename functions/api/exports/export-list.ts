import { randomUUID } from 'node:crypto';
import type * as z from 'zod';
import { listCity } from '#functions/aws/city-table.ts';
import { keepExport, listExports as listKept } from '#functions/aws/export-log.ts';
import { workbookOf } from '#functions/documents/workbook.ts';
import type { Reply } from '#functions/middleware/api-function.ts';
import type { ApiRequest } from '#functions/middleware/api-request.ts';
import { seoulDateOf } from '#rules/clock/instant.ts';
import { type Cell, csvOf } from '#rules/spreadsheet-cell.ts';
import type { exportOperations } from '#schemas/api/exports.ts';
import type { ById } from '#schemas/api/operation.ts';
import type { Language } from '#schemas/complaint.ts';
import { Refused } from '#schemas/errors.ts';
import type { ExportFormat } from '#schemas/export.ts';
import type { ExportApiSettings } from '#schemas/settings.ts';
import type { Names } from './columns.ts';
import { type TakenList, takenList } from './taken-list.ts';

type Settings = z.infer<typeof ExportApiSettings>;

/** The most rows of one file: what a function reads within its time, and a body of 6 MB carries. */
const MOST_ROWS = 5_000;

const media: Readonly<Record<ExportFormat, string>> = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

/**
 * A list as a file, for who may see it. Who took what and why is recorded before the file is given; it is kept nowhere.
 *
 * @throws Refused `wrong-group`, `export-too-large`, and as the list's own operation
 */
export async function exportList(
  settings: Settings,
  { at, caller, body }: Pick<ApiRequest<ById<typeof exportOperations, 'exportList'>>, 'at' | 'caller' | 'body'>,
): Promise<Reply> {
  const { of, format, language, reason } = body;
  const list = takenList({ settings, at, caller }, of);
  const rows = await rowsOf(list, await namesOf(settings.CITY_TABLE, language));
  const id = randomUUID();
  const month = seoulDateOf(at).slice(0, 'YYYY-MM'.length);
  await keepExport(settings.COMPLAINT_TABLE, month, {
    id,
    at,
    by: caller.id,
    of,
    format,
    reason,
    rows: rows.length,
  });
  const headings = list.headings.map((heading) => heading[language]);
  const file = format === 'csv' ? csvOf([headings, ...rows]) : await workbookOf(headings, rows);
  return {
    body: file,
    headers: {
      'content-type': media[format],
      'content-disposition': `attachment; filename="${of.list}-${seoulDateOf(at)}.${format}"`,
      'x-content-type-options': 'nosniff',
      'export-id': id,
    },
  };
}

async function rowsOf(list: TakenList, names: Names): Promise<(readonly Cell[])[]> {
  const rows: (readonly Cell[])[] = [];
  for await (const page of list.pages()) {
    rows.push(...page.map((row) => row(names)));
    if (rows.length <= MOST_ROWS) continue;
    throw new Refused('export-too-large', `the list has more than ${MOST_ROWS} rows: narrow it, by days for example`);
  }
  return rows;
}

async function namesOf(cityTable: string, language: Language): Promise<Names> {
  const [kinds, departments] = await Promise.all([listCity(cityTable, 'kind'), listCity(cityTable, 'department')]);
  const named = (of: readonly { id: string; name: string; nameEn: string }[]): Map<string, string> =>
    new Map(of.map(({ id, name, nameEn }) => [id, language === 'ko' ? name : nameEn]));
  return { language, kinds: named(kinds), departments: named(departments) };
}

/** Which lists were taken out in a month. */
export async function listExports(
  { COMPLAINT_TABLE }: Settings,
  { at, query }: ApiRequest<ById<typeof exportOperations, 'listExports'>>,
): Promise<Reply> {
  return { body: { ...(await listKept(COMPLAINT_TABLE, query.month, query)), asOf: at } };
}
