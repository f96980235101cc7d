import type { Problem } from '#schemas/api/problem.ts';
import { Refusal } from '../refusal.ts';

/** A request to the city. */
export type Asking = {
  readonly method?: 'GET' | 'POST' | 'PUT';
  readonly token?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
};

/** The city said no: its status and, where it gave one, its stable code. */
export class Declined extends Error {
  override readonly name = 'Declined';
  readonly status: number;
  readonly code: string;
  constructor(what: string, status: number, { code, detail }: Pick<Problem, 'code' | 'detail'>) {
    super(`${what} was answered ${status} ${code}: ${detail}`);
    this.status = status;
    this.code = code;
  }
}

const TRIES = 4;

/**
 * Asks the city and gives what it answered as JSON. Every request of the demo can be repeated safely, by its nature or by
 * its Idempotency-Key, so a lost answer and a busy moment (429, 5xx) are tried again.
 *
 * @throws Declined when the city says no; Refusal when it cannot be reached
 */
export async function ask<T>(url: string, path: string, asking: Asking = {}): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    const answer = await answerOf<T>(url, path, asking);
    if (answer.kind === 'given') return answer.value;
    const isPassing = answer.kind === 'lost' || answer.fault.status === 429 || answer.fault.status >= 500;
    if (!isPassing || attempt === TRIES) throw answer.fault;
    await new Promise((done) => setTimeout(done, 200 * attempt));
  }
}

type Answer<T> =
  | { readonly kind: 'given'; readonly value: T }
  | { readonly kind: 'declined'; readonly fault: Declined }
  | { readonly kind: 'lost'; readonly fault: Refusal };

async function answerOf<T>(
  url: string,
  path: string,
  { method = 'GET', token, headers, body }: Asking,
): Promise<Answer<T>> {
  let response: Response;
  let text: string;
  try {
    response = await fetch(url + path, {
      method,
      headers: {
        ...headers,
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    text = await response.text();
  } catch (error) {
    return { kind: 'lost', fault: new Refusal(`${url} gave no answer to ${method} ${path}`, { cause: error }) };
  }
  // The shape is the published API's; the demo takes its word for it, the sums at the end would show a lie.
  if (response.ok) return { kind: 'given', value: JSON.parse(text) as T };
  return { kind: 'declined', fault: new Declined(`${method} ${path}`, response.status, problemIn(text)) };
}

function problemIn(text: string): Pick<Problem, 'code' | 'detail'> {
  try {
    const { code, detail, message } = JSON.parse(text) as Record<string, unknown>;
    return { code: String(code ?? ''), detail: String(detail ?? message ?? '') };
  } catch {
    return { code: '', detail: text.slice(0, 80) }; // a proxy's page, say: no problem details
  }
}
