import type { Reply } from '#functions/middleware/api-function.ts';
import type { ApiRequest } from '#functions/middleware/api-request.ts';
import type { institutionOperations } from '#schemas/api/institution.ts';
import type { ById } from '#schemas/api/operation.ts';
import { safety } from '../../page-safety.ts';
import { transferFiles, transferPage } from './page.ts';

/** The page for institutions that were asked by mail: the same for everybody, the case comes by number and code. */
export const showTransferPage = async (): Promise<Reply> => ({ body: transferPage, headers: safety });

/** Its script. */
export async function readTransferFile({
  params,
}: ApiRequest<ById<typeof institutionOperations, 'readTransferFile'>>): Promise<Reply> {
  const { type, text } = transferFiles[params.file];
  return { body: text, headers: { ...safety, 'content-type': type, 'cache-control': 'public, max-age=300' } };
}
