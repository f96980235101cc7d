import * as z from 'zod';
import type { Contact } from '#schemas/institution.ts';
import { JsonText } from '#schemas/json-text.ts';
import { type Answered, exchange, type PrivateTargets } from './public-endpoint.ts';

/** How an Open311 server is reached. */
export type Open311 = Extract<Contact, { kind: 'open311' }>;

/** What is reported. `key` is the same each time the same thing is reported: a server that heeds it makes one request of all. */
export type Report = { readonly description: string; readonly address: string; readonly key: string };

/**
 * What came of it: the server's number; a token under which the number can be asked for later; a refusal with its words; or
 * nothing yet, and why.
 */
export type Reported =
  | { readonly kind: 'accepted'; readonly reference: string }
  | { readonly kind: 'token'; readonly token: string }
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'later'; readonly why: string };

/** The longest description a GeoReport server has to take. */
const LONGEST_DESCRIPTION = 4_000;

const written = z.union([z.string(), z.number()]).transform((value) => String(value).trim());
const REQUESTS = JsonText.pipe(
  z.array(z.object({ service_request_id: written.nullish(), token: written.nullish() })).min(1),
).transform(([request]) => request);
const ERRORS = JsonText.pipe(
  z.array(z.object({ code: written.nullish(), description: z.string().trim().min(1) })).min(1),
);
const Reference = z.string().min(1).max(60);
const Token = z.string().min(1).max(200);

/** 408 and 429 ask to come back, as 5xx do. */
const passing = new Set([408, 425, 429]);

/**
 * Asks a server to take a request.
 *
 * @source https://wiki.open311.org/GeoReport_v2/#post-service-request
 */
export async function report(contact: Open311, { description, address, key }: Report, targets: PrivateTargets) {
  const form = new URLSearchParams({
    service_code: contact.serviceCode,
    description: shortened(description),
    address_string: address,
    ...(contact.jurisdictionId === undefined ? {} : { jurisdiction_id: contact.jurisdictionId }),
    ...(contact.apiKey === undefined ? {} : { api_key: contact.apiKey }),
  });
  const headers = {
    'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
    accept: 'application/json',
    'idempotency-key': key,
  };
  const asked = { method: 'POST', headers, body: form.toString() } as const;
  return reported(() => exchange(`${base(contact)}/requests.json`, asked, targets));
}

/**
 * Asks for the number that a token stands for.
 *
 * @source https://wiki.open311.org/GeoReport_v2/#get-service_request_id-from-a-token
 */
export async function lookUp(contact: Open311, token: string, targets: PrivateTargets): Promise<Reported> {
  const place =
    contact.jurisdictionId === undefined ? '' : `?jurisdiction_id=${encodeURIComponent(contact.jurisdictionId)}`;
  const url = `${base(contact)}/tokens/${encodeURIComponent(token)}.json${place}`;
  const found = await reported(() =>
    exchange(url, { method: 'GET', headers: { accept: 'application/json' } }, targets),
  );
  // A server that does not know its token has not refused the request.
  return found.kind === 'refused' ? { kind: 'later', why: 'token unknown' } : found;
}

const base = ({ url }: Open311): string => url.replace(/\/+$/, '');

const shortened = (text: string): string =>
  text.length <= LONGEST_DESCRIPTION ? text : `${text.slice(0, LONGEST_DESCRIPTION - 1)}…`;

async function reported(ask: () => Promise<Answered>): Promise<Reported> {
  let answered: Answered;
  try {
    answered = await ask();
  } catch (error) {
    // Whatever the network said, it said nothing of the request.
    return { kind: 'later', why: error instanceof Error ? error.name : 'unknown' };
  }
  const { status, body } = answered;
  if (status >= 200 && status < 300) return taken(body);
  if (status < 400 || status >= 500 || passing.has(status)) return { kind: 'later', why: `status ${status}` };
  const errors = ERRORS.safeParse(body);
  if (!errors.success) return { kind: 'later', why: `status ${status}` };
  return {
    kind: 'refused',
    reason: errors.data
      .map(({ description }) => description)
      .join(' ')
      .slice(0, 1_000),
  };
}

function taken(body: string): Reported {
  const request = REQUESTS.safeParse(body).data;
  const reference = Reference.safeParse(request?.service_request_id).data;
  if (reference !== undefined) return { kind: 'accepted', reference };
  const token = Token.safeParse(request?.token).data;
  return token === undefined ? { kind: 'later', why: 'answer unreadable' } : { kind: 'token', token };
}
