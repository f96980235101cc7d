import { listCity } from '#functions/aws/city-table.ts';
import type { Reply } from '#functions/middleware/api-function.ts';
import type { ApiRequest } from '#functions/middleware/api-request.ts';
import { seoulTime } from '#rules/clock/seoul-time.ts';
import type { citizenOperations } from '#schemas/api/citizen.ts';
import type { ById } from '#schemas/api/operation.ts';
import { waysToFile } from '#schemas/identity.ts';
import { safety } from '../page-safety.ts';
import { pageFiles } from './page/files.ts';
import { cityPage } from './page/page.ts';

/** The state of the city, as a page. */
export async function showCity(
  table: string,
  { at }: ApiRequest<ById<typeof citizenOperations, 'showCity'>>,
): Promise<Reply> {
  const kinds = await listCity(table, 'kind');
  return { body: cityPage({ kinds, ways: waysToFile, asOf: at, time: seoulTime(at) }), headers: safety };
}

/** Style or script of the page. */
export async function readPageFile({
  params,
}: ApiRequest<ById<typeof citizenOperations, 'readPageFile'>>): Promise<Reply> {
  const { type, text } = pageFiles[params.file];
  return { body: text, headers: { ...safety, 'content-type': type, 'cache-control': 'public, max-age=300' } };
}
