import type { IncomingMessage } from 'node:http';

/** API Gateway takes bodies up to this: 10_485_760 bytes (10 MB). */
const LARGEST_BODY_BYTES = 10_485_760;

/** A request as it came over HTTP, read whole. */
export type ApiRequest = {
  readonly method: string;
  /** Percent-encoded, without the query. */
  readonly path: string;
  readonly rawQuery: string;
  /** Lower-case names; several of one name joined by commas. Without cookies. */
  readonly headers: Readonly<Record<string, string>>;
  readonly cookies: readonly string[];
  readonly body: Buffer;
};

/** The request, `'too large'` when its body is above the limit, `'gone'` when the client went away in the middle. */
export async function readRequest(request: IncomingMessage): Promise<ApiRequest | 'too large' | 'gone'> {
  const body = await readBody(request);
  if (typeof body === 'string') return body;
  const url = request.url ?? '/';
  const question = url.indexOf('?');
  const headers: Record<string, string> = {};
  for (const [name, values] of Object.entries(request.headersDistinct)) {
    if (name !== 'cookie' && name !== 'connection' && values !== undefined) headers[name] = values.join(',');
  }
  return {
    method: request.method ?? 'GET',
    path: question < 0 ? url : url.slice(0, question),
    rawQuery: question < 0 ? '' : url.slice(question + 1),
    headers,
    cookies: (request.headers.cookie ?? '')
      .split(';')
      .flatMap((cookie) => (cookie.trim() === '' ? [] : [cookie.trim()])),
    body,
  };
}

/** Reads all of it, also what is too large: an answer sent before would be lost with the connection. */
async function readBody(request: IncomingMessage): Promise<Buffer | 'too large' | 'gone'> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of request) {
      const bytes = Buffer.from(chunk);
      size += bytes.length;
      if (size <= LARGEST_BODY_BYTES) chunks.push(bytes);
    }
  } catch {
    // The only way to fail is a connection that ends early.
    return 'gone';
  }
  return size > LARGEST_BODY_BYTES ? 'too large' : Buffer.concat(chunks);
}
