import type { InstitutionCase } from '#schemas/api/institution-case.ts';
import type { Answered, City } from './city.ts';

/** What the API answers to whoever said something: where it is kept, or why not. */
export type Said = {
  readonly signal: number;
  readonly version: number;
  readonly code: string;
  readonly detail: string;
};

/** The person named transfers a case, as it stands now, to an institution outside. */
export async function transferOutside(
  city: City,
  person: string,
  number: string,
  body: { readonly institution: string; readonly reason: string; readonly termDays?: number },
): Promise<Answered<Said>> {
  const { etag: ifMatch } = await city.case(person, number);
  const path = `/v1/complaints/${number}/transfer`;
  const answered = await city.ask<Said>('POST', path, { token: await city.token(person), ifMatch, body });
  await city.rest();
  return answered;
}

/** Somebody of an institution says something to a case as it stands now, or as it stood at a version. */
export async function sayFor(
  city: City,
  envoy: string,
  number: string,
  what: 'acceptance' | 'refusal',
  { body, version }: { readonly body: Readonly<Record<string, string>>; readonly version?: string },
): Promise<Answered<Said>> {
  const { etag } = await city.case(envoy, number);
  const ifMatch = version ?? (etag === '' ? '"1"' : etag);
  const path = `/v1/complaints/${number}/${what}`;
  const answered = await city.ask<Said>('POST', path, { token: await city.token(envoy), ifMatch, body });
  await city.rest();
  return answered;
}

/** The code in the last mail about a complaint. */
export async function mailedCode(city: City, number: string): Promise<string> {
  const mail = (await city.outbox(number)).findLast(({ protocol }) => protocol === 'email');
  return /확인 코드 (\w{10})/.exec(mail?.text ?? '')?.[1] ?? '';
}

/** Asks by number and code, as the page does that the mail leads to. */
export async function knock(
  city: City,
  method: 'GET' | 'POST',
  path: string,
  code: string,
  body?: Readonly<Record<string, string>>,
): Promise<{ readonly status: number; readonly body: InstitutionCase & Said }> {
  const response = await fetch(`${city.url}/v1/transfers/${path}`, {
    method,
    headers: { 'transfer-code': code, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const told = (await response.json()) as InstitutionCase & Said;
  await city.rest();
  return { status: response.status, body: told };
}
