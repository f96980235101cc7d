import { createHash, randomUUID } from 'node:crypto';
import type { UploadAddress } from '#schemas/api/attachment.ts';
import type { Receipt } from '#schemas/api/citizen.ts';
import * as tiny from '#test/functions/files/tiny-files.ts';
import { type Answered, type City, simpleFiling } from './city.ts';

/** A file as a test uploads it. */
export type Sent = { readonly name: string; readonly bytes: Buffer };

type Asked = Answered<UploadAddress & { code: string; detail: string }>;

/** Asks for an address, as a channel app or an official. */
export const askAs = async (city: City, as: string, body: Record<string, unknown>): Promise<Asked> =>
  city.ask('POST', '/v1/attachments', { token: await city.token(as), body });

/** Asks for an address, as the petitioner of a complaint. */
export const askAsPetitioner = (city: City, { number, accessCode }: Receipt, body: object): Promise<Asked> =>
  city.ask('POST', `/v1/complaints/${number}/attachments`, { accessCode, body });

/** Brings a file to its address, as a browser would. */
export const bring = (
  { url, method, headers }: Pick<UploadAddress, 'url' | 'method' | 'headers'>,
  bytes: Buffer,
): Promise<Response> => {
  const { 'content-length': _length, ...sent } = headers;
  return fetch(url, { method, headers: sent, body: new Uint8Array(bytes) });
};

/** Uploads a file as a channel app or an official, whole, and gives its id as it is filed. */
export async function upload(city: City, { name, bytes }: Sent, as = 'app-web'): Promise<{ id: string }> {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const { body } = await askAs(city, as, { name, sizeBytes: bytes.length, sha256 });
  const { status } = await bring(body, bytes);
  if (status !== 200) throw new Error(`${name} was not taken: ${status}`);
  return { id: body.id };
}

/** Downloads an attachment: the answer, and its bytes. */
export async function download(
  city: City,
  path: string,
  headers: Record<string, string>,
): Promise<{ response: Response; bytes: Buffer }> {
  const response = await fetch(`${city.url}${path}`, { headers, redirect: 'manual' });
  return { response, bytes: Buffer.from(await response.arrayBuffer()) };
}

/** The headers of somebody who signed in. */
export const bearer = async (city: City, as: string) => ({ authorization: `Bearer ${await city.token(as)}` });

/** A photo that tells whose it is. */
export const photo = { name: '홍길동 집 앞.jpg', bytes: tiny.jpg() };

/** Files with attachments, under a key, and lets happen what follows. */
export async function fileWith(
  city: City,
  attachments: readonly object[],
  filing: object = simpleFiling,
  key: string = randomUUID(),
): Promise<Answered<Receipt & { code: string; detail: string }>> {
  const request = { token: await city.token('app-web'), key, body: { ...filing, attachments } };
  const answered = await city.ask<Receipt & { code: string; detail: string }>('POST', '/v1/complaints', request);
  await city.rest();
  return answered;
}

/** Where a file of a case is downloaded by whoever signed in. */
export const caseFile = (number: string, id = ''): string => `/v1/complaints/${number}/case/attachments/${id}`;

/** The attachments as the petitioner sees them. */
export const attachmentsOf = async (city: City, receipt: Receipt) => (await city.track(receipt)).body.attachments ?? [];
