import { randomUUID } from 'node:crypto';
import type { Receipt, TrackedComplaint } from '#schemas/api/citizen.ts';
import { WrongInput } from './wrong-input.ts';

/** What a smoke test is played with. */
export type Smoke = {
  readonly url: string;
  /** An access token of a channel app. */
  readonly app: string;
  /** The access token, and the id, of whoever answers. */
  readonly official: string;
  readonly officialId: string;
  /** Lets the city do its part; a second, unless something better is known. */
  readonly rest: () => Promise<void>;
  /** Called after each step with what is done. */
  readonly done: (what: string) => void;
};

/** How often a step looks whether the city did its part. */
const MOST_LOOKS = 60;

/** Without a topic that the lexicon knows, an inquiry is the central desk's. */
const filing = {
  channel: 'web',
  kind: 'inquiry',
  title: '점검용 민원',
  text: '설치 점검을 위한 민원입니다. 점검이 끝나면 종결됩니다.',
  petitioner: { notifyBy: [] },
};

/**
 * Files one complaint, answers and rates it, and sees it closed; no message goes to a petitioner.
 *
 * @throws WrongInput naming the step that the city refused or did not come to an end with
 */
export async function smokeComplaint(smoke: Smoke): Promise<void> {
  const { done } = smoke;
  const { items } = await ask<{ items: unknown[] }>(smoke, 'GET', '/v1/kinds');
  if (items.length === 0) throw new WrongInput('the city has no kinds: load one first, npm run city -- load');
  done(`the API answers and knows ${items.length} kinds`);
  const receipt = await ask<Receipt>(smoke, 'POST', '/v1/complaints', {
    headers: { authorization: `Bearer ${smoke.app}`, 'idempotency-key': randomUUID() },
    body: filing,
  });
  done(`${receipt.number} is filed`);
  const { department } = await reached(smoke, receipt, 'assigned');
  done(`${receipt.number} is assigned to ${department?.name ?? '?'}`);
  try {
    await answer(smoke, receipt, department?.id ?? '?');
  } catch (error) {
    const withdrawal = { headers: { 'access-code': receipt.accessCode }, body: { reason: '점검 중단' } };
    await ask(smoke, 'POST', `/v1/complaints/${receipt.number}/withdrawal`, withdrawal);
    throw error;
  }
  await reached(smoke, receipt, 'answered');
  done(`${receipt.number} is answered by ${smoke.officialId}`);
  await ask(smoke, 'POST', `/v1/complaints/${receipt.number}/rating`, {
    headers: { 'access-code': receipt.accessCode },
    body: { score: 5 },
  });
  const { rating } = await reached(smoke, receipt, 'closed');
  done(`${receipt.number} is rated ${rating?.score ?? '?'} and closed`);
}

async function answer(smoke: Smoke, { number }: Receipt, department: string): Promise<void> {
  const authorization = `Bearer ${smoke.official}`;
  const path = `/v1/complaints/${number}`;
  const read = await fetch(`${smoke.url}${path}/case`, { headers: { authorization } });
  if (read.status === 403 || read.status === 404) {
    throw new WrongInput(
      `${number} is not ${smoke.officialId}’s (${read.status}) and was withdrawn, expected --as the lead of department '${department}'`,
    );
  }
  if (!read.ok) throw await refusal('GET', `${path}/case`, read);
  await read.body?.cancel();
  await ask(smoke, 'POST', `${path}/answer`, {
    headers: { authorization, 'if-match': read.headers.get('etag') ?? '' },
    body: { text: '점검이 끝났습니다.' },
  });
}

/** The complaint once it has come to the status. */
async function reached(smoke: Smoke, { number, accessCode }: Receipt, status: string): Promise<TrackedComplaint> {
  let tracked: TrackedComplaint | undefined;
  for (let look = 0; look < MOST_LOOKS; look += 1) {
    tracked = await ask<TrackedComplaint>(smoke, 'GET', `/v1/complaints/${number}`, {
      headers: { 'access-code': accessCode },
    });
    if (tracked.status === status) return tracked;
    await smoke.rest();
  }
  throw new WrongInput(
    `${number} is ${tracked?.status} after ${MOST_LOOKS} looks, expected ${status}: see its execution ${number}-1`,
  );
}

type Said = { readonly headers?: Readonly<Record<string, string>>; readonly body?: unknown };

async function ask<B>({ url }: Smoke, method: string, path: string, { headers = {}, body }: Said = {}): Promise<B> {
  const response = await fetch(`${url}${path}`, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw await refusal(method, path, response);
  return (await response.json()) as B;
}

async function refusal(method: string, path: string, response: Response): Promise<WrongInput> {
  const text = await response.text();
  return new WrongInput(`${method} ${path} was answered ${response.status}: ${text.slice(0, 200)}`);
}
