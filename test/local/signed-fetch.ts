import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';
import type { Town } from './town.ts';

/** A request signed as an SDK signs it, for services whose SDK is not among our dependencies. */
export async function signedFetch(
  place: Pick<Town, 'url' | 'sdk'>,
  service: string,
  method: string,
  path: string,
  { body = '', headers = {} }: { body?: string | Buffer; headers?: Record<string, string> } = {},
): Promise<Response> {
  const url = new URL(path, place.url);
  const { credentials, region } = place.sdk;
  const signer = new SignatureV4({ service, region, credentials, sha256: Sha256, uriEscapePath: service !== 's3' });
  const signed = await signer.sign({
    method,
    protocol: url.protocol,
    hostname: url.hostname,
    port: Number(url.port),
    path: url.pathname,
    query: Object.fromEntries(url.searchParams),
    headers: { host: url.host, ...headers },
    body,
  });
  return fetch(url, {
    method,
    headers: signed.headers,
    ...(method === 'GET' || method === 'HEAD' ? {} : { body: new Uint8Array(Buffer.from(body)) }),
  });
}
