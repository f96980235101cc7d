import { hash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { HmacKey } from './hmac-key.ts';

/** What a signature says about its maker and its time, read but not yet verified. */
export type Signature = {
  readonly accessKeyId: string;
  readonly date: string;
  readonly region: string;
  readonly service: string;
  readonly signedHeaders: readonly string[];
  readonly value: string;
  /** When it was made: `20261123T000000Z`. */
  readonly madeAt: string;
  /** Seconds for which a presigned address holds; `undefined` for a signature in the headers. */
  readonly expiresSeconds: number | undefined;
  /** What the signature says of the body: its SHA-256, or for S3 a word like `UNSIGNED-PAYLOAD`. */
  readonly payload: string | undefined;
};

/** A request as far as a signature covers it. `url` is the request line's: path and query, still encoded. */
export type SignedRequest = {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Uint8Array;
};

const ALGORITHM = 'AWS4-HMAC-SHA256';
const MOST_KEYS_KEPT = 1_000;
const signingKeys = new Map<string, HmacKey>();

/** The signature in the Authorization header or the query; `undefined` when there is none or it is malformed. */
export function readSignature(request: SignedRequest): Signature | undefined {
  const { authorization } = request.headers;
  if (authorization?.startsWith(ALGORITHM) === true) return fromHeader(authorization, request.headers);
  const question = request.url.indexOf('?');
  if (question === -1 || !request.url.includes('X-Amz-Algorithm=')) return undefined;
  return fromQuery(new URLSearchParams(request.url.slice(question + 1)));
}

/**
 * Whether the signature is what the secret gives for this request.
 *
 * @source IAM, "Create a signed AWS API request"; left out: SigV4A, chunk signatures of streamed uploads
 */
export function isSignedWith(secretAccessKey: string, signature: Signature, request: SignedRequest): boolean {
  const scope = `${signature.date}/${signature.region}/${signature.service}/aws4_request`;
  const canonical = hash('sha256', canonicalRequest(signature, request), 'hex');
  const expected = signingKey(secretAccessKey, signature, scope).digest(
    `${ALGORITHM}\n${signature.madeAt}\n${scope}\n${canonical}`,
  );
  const told = Buffer.from(signature.value, 'hex');
  return told.byteLength === expected.byteLength && timingSafeEqual(told, expected);
}

/** The instant read last: a second brings hundreds of requests, all made at it. */
let lastMade = { at: '', ms: Number.NaN };

/** Epoch milliseconds of an instant as signatures write it. */
export function signedAtMs(madeAt: string): number {
  if (lastMade.at !== madeAt) {
    const iso = madeAt.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z');
    lastMade = { at: madeAt, ms: Date.parse(iso) };
  }
  return lastMade.ms;
}

function fromHeader(authorization: string, headers: IncomingHttpHeaders): Signature | undefined {
  const [, credential, signedHeaders, value] =
    /Credential=([^\s,]+),\s*SignedHeaders=([^\s,]+),\s*Signature=(\w+)/.exec(authorization) ?? [];
  const madeAt = headers['x-amz-date'] ?? '';
  if (typeof madeAt !== 'string') return undefined;
  const payload = headers['x-amz-content-sha256'];
  return build(credential, signedHeaders, value, {
    madeAt,
    expiresSeconds: undefined,
    payload: typeof payload === 'string' ? payload : undefined,
  });
}

function fromQuery(query: URLSearchParams): Signature | undefined {
  const [credential, signedHeaders, value, madeAt, expires] = [
    'Credential',
    'SignedHeaders',
    'Signature',
    'Date',
    'Expires',
  ].map((name) => query.get(`X-Amz-${name}`) ?? undefined);
  if (madeAt === undefined) return undefined;
  const payload = query.get('X-Amz-Content-Sha256') ?? (credential?.includes('/s3/') ? 'UNSIGNED-PAYLOAD' : undefined);
  return build(credential, signedHeaders, value, { madeAt, expiresSeconds: Number(expires ?? 900), payload });
}

function build(
  credential: string | undefined,
  signedHeaders: string | undefined,
  value: string | undefined,
  rest: Pick<Signature, 'madeAt' | 'expiresSeconds' | 'payload'>,
): Signature | undefined {
  const [accessKeyId, date, region, service] = credential?.split('/') ?? [];
  if (accessKeyId === undefined || date === undefined || region === undefined || service === undefined)
    return undefined;
  if (signedHeaders === undefined || value === undefined) return undefined;
  return { accessKeyId, date, region, service, signedHeaders: signedHeaders.split(';'), value, ...rest };
}

function canonicalRequest(signature: Signature, { method, url, headers, body }: SignedRequest): string {
  const question = url.indexOf('?');
  const path = question === -1 ? url : url.slice(0, question);
  const query = question === -1 ? '' : canonicalQuery(url.slice(question + 1));
  const lines = signature.signedHeaders.map((name) => `${name}:${headerText(headers[name])}\n`).join('');
  const names = signature.signedHeaders.join(';');
  return `${method}\n${canonicalPath(path, signature.service)}\n${query}\n${lines}\n${names}\n${payloadHash(signature, body)}`;
}

/** S3 signs the path encoded once, every other service twice. */
function canonicalPath(path: string, service: string): string {
  if (path === '/' || path === '') return '/';
  const segments = path.split('/');
  return segments.map((segment) => encode(service === 's3' ? decodeURIComponent(segment) : segment)).join('/');
}

function canonicalQuery(query: string): string {
  if (query === '') return '';
  return query
    .split('&')
    .map((pair) => {
      const [name = '', ...value] = pair.split('=');
      return [encode(decode(name)), encode(decode(value.join('=')))] as const;
    })
    .filter(([name]) => name !== 'X-Amz-Signature')
    .sort(([a, x], [b, y]) => (a < b ? -1 : a > b ? 1 : x < y ? -1 : x > y ? 1 : 0))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
}

function payloadHash({ service, payload }: Signature, body: Uint8Array): string {
  // Only S3 may leave its payload unsigned or sign it in chunks; any other claim is checked against the body.
  if (service === 's3' && payload !== undefined && !/^[0-9a-f]{64}$/.test(payload)) return payload;
  return hash('sha256', body, 'hex');
}

function headerText(value: string | string[] | undefined): string {
  const text = Array.isArray(value) ? value.join(',') : (value ?? '');
  return text.trim().replace(/ {2,}/g, ' ');
}

function decode(text: string): string {
  return decodeURIComponent(text.replaceAll('+', '%20'));
}

function encode(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** Four digests a day, region, service and key: kept, because each request needs the last of them. */
function signingKey(secret: string, { accessKeyId, date, region, service }: Signature, scope: string): HmacKey {
  const name = `${accessKeyId}/${secret}/${scope}`;
  const known = signingKeys.get(name);
  if (known !== undefined) return known;
  const key = [date, region, service, 'aws4_request'].reduce(
    (link, part) => new HmacKey(link.digest(part)),
    new HmacKey(`AWS4${secret}`),
  );
  if (signingKeys.size >= MOST_KEYS_KEPT) signingKeys.clear();
  signingKeys.set(name, key);
  return key;
}
