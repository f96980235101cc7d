import { createHash, randomUUID } from 'node:crypto';
import readWorkbook from 'read-excel-file/node';
import type { AskedImport, ImportShown } from '#schemas/api/imports.ts';
import type { Answered, City } from './city.ts';

/** What is asked for beside the file itself. */
type Asking = { as?: string; fileName?: string; key?: string } & Record<string, unknown>;

/** Asks for an import of a file, uploads it as any client does, and says what was answered. */
export async function upload(
  city: City,
  file: Buffer,
  { as = 'lead-parking', fileName = 'cases.xlsx', key = randomUUID(), ...more }: Asking = {},
): Promise<{ asked: Answered<AskedImport & { code: string }>; put: Response | undefined }> {
  const body = { fileName, sizeBytes: file.length, sha256: createHash('sha256').update(file).digest('hex'), ...more };
  const asked = await city.ask<AskedImport & { code: string }>('POST', '/v1/imports', {
    token: await city.token(as),
    key,
    body,
  });
  const to = asked.body.upload;
  if (to === undefined) return { asked, put: undefined };
  const { 'content-length': _, ...headers } = to.headers;
  return { asked, put: await fetch(to.url, { method: to.method, headers, body: new Uint8Array(file) }) };
}

/** Uploads a file, starts its import, and lets the city come to rest. */
export async function importFile(city: City, file: Buffer, asking: Asking = {}): Promise<ImportShown> {
  const { asked } = await upload(city, file, asking);
  const { id } = asked.body;
  const started = await start(city, id, asking.as);
  if (started.status !== 202) throw new Error(`the import was not started: ${JSON.stringify(started.body)}`);
  await city.rest();
  return (await shown(city, id, asking.as)).body;
}

/** Says that the file is there. */
export const start = async (
  city: City,
  id: string,
  as = 'lead-parking',
): Promise<Answered<{ stage: string; code: string }>> =>
  city.ask('POST', `/v1/imports/${id}/start`, { token: await city.token(as) });

/** An import as its official sees it. */
export const shown = async (
  city: City,
  id: string,
  as = 'lead-parking',
): Promise<Answered<ImportShown & { code: string }>> =>
  city.ask('GET', `/v1/imports/${id}`, { token: await city.token(as) });

/** The sheets of a report below their headings, as lists of texts, read by a program that is none of ours. */
export async function reportOf(found: ImportShown): Promise<Record<string, string[][]>> {
  const answer = await fetch(found.report?.url ?? '');
  if (answer.status !== 200) throw new Error(`the report is not there: ${answer.status} ${await answer.text()}`);
  const sheets = await readWorkbook(Buffer.from(await answer.arrayBuffer()));
  return Object.fromEntries(
    sheets.map(({ sheet, data }) => [sheet, data.slice(1).map((row) => row.map((cell) => String(cell ?? '')))]),
  );
}

/** An official imports a file of two equal rows and a bad one, then the same file again, looks at the report and at the template. */
export async function importTwice(city: City): Promise<void> {
  const row = '가로등이 꺼졌습니다,가로등이 꺼졌습니다\n';
  for (const filed of [2, 0]) {
    const found = await importFile(city, Buffer.from(`제목,내용\n${row}${row}제목뿐,\n`));
    if (found.counts?.filed !== filed) throw new Error(`filed ${found.counts?.filed} of ${filed} rows`);
    await reportOf(found);
  }
  const authorization = `Bearer ${await city.token('lead-parking')}`;
  await fetch(`${city.url}/v1/imports/template`, { headers: { authorization } });
}
