import type { City } from './city.ts';

/** A file that the API gave, or the problem it told instead. */
export type GivenFile = {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Buffer;
  readonly text: string;
  readonly code: string | undefined;
};

/** Asks for a file as a person of the city. */
export async function askForFile(city: City, as: string, path: string, body?: unknown): Promise<GivenFile> {
  const response = await fetch(`${city.url}${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { authorization: `Bearer ${await city.token(as)}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const bytes = Buffer.from(await response.arrayBuffer());
  // As it came: the mark at its beginning is part of it.
  const text = bytes.toString('utf8');
  const isProblem = response.headers.get('content-type') === 'application/problem+json';
  const code = isProblem ? (JSON.parse(text) as { code: string }).code : undefined;
  return { status: response.status, headers: response.headers, bytes, text, code };
}

/** Takes a list out of the system. */
export const takeOut = (city: City, as: string, of: object, more: object = {}): Promise<GivenFile> =>
  askForFile(city, as, '/v1/exports', { of, format: 'csv', reason: '주간 회의 자료', ...more });
