import { readFile } from 'node:fs/promises';
import type { Reply } from '#functions/middleware/api-function.ts';
import type { ApiRequest } from '#functions/middleware/api-request.ts';
import type { docsOperations } from '#schemas/api/docs.ts';
import type { ById } from '#schemas/api/operation.ts';
import { docsPage, docsScript, docsStyle } from './page.ts';

/** Nothing from outside. Swagger UI writes style attributes and shows its signs from `data:` addresses. */
const safety = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; connect-src 'self'; img-src 'self' data:; form-action 'none'; base-uri 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
};

const hour = { 'cache-control': 'public, max-age=3600' };
const own = { 'docs.css': ['text/css', docsStyle], 'docs.js': ['text/javascript', docsScript] } as const;

/** The API's description as a page. */
export async function showDocs(): Promise<Reply> {
  return { body: docsPage, headers: safety };
}

/**
 * A file of the page: our own as text, Swagger UI's as the bundle holds them beside the function, packed already.
 *
 * @param folder where Swagger UI's files lie as `<name>.gz`
 */
export async function readDocsFile(
  folder: URL,
  { params: { file } }: ApiRequest<ById<typeof docsOperations, 'readDocsFile'>>,
): Promise<Reply> {
  if (file === 'docs.css' || file === 'docs.js') {
    const [type, text] = own[file];
    return { body: text, headers: { ...safety, ...hour, 'content-type': `${type}; charset=utf-8` } };
  }
  const body = await readFile(new URL(`${file}.gz`, folder));
  const type = file.endsWith('.css') ? 'text/css' : 'text/javascript';
  return {
    body: new Uint8Array(body),
    headers: { ...safety, ...hour, 'content-type': `${type}; charset=utf-8`, 'content-encoding': 'gzip' },
  };
}
