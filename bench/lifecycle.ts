import { ask, type BenchCity, file, inFlight, rest, signIn } from './city.ts';

type Listed = { items: { number: string }[]; cursor?: string };

/** Whole lives a second: filed, classified, assigned, answered, rated, closed, with every notice sent. */
export async function measureLifecycles(city: BenchCity, count: number): Promise<number> {
  const { url } = city;
  const app = await signIn(url, 'app-web');
  const startedAt = performance.now();
  const receipts: { number: string; accessCode: string }[] = [];
  await inFlight(count, 16, async () => {
    receipts.push(await file(url, app));
  });
  await rest(url);
  await answerEverything(url);
  await rest(url);
  await inFlight(count, 16, async (index) => {
    const { number = '', accessCode = '' } = receipts[index] ?? {};
    const { status, body: refusal } = await ask(
      url,
      'POST',
      `/v1/complaints/${number}/rating`,
      { score: 5 },
      {
        'access-code': accessCode,
      },
    );
    if (status !== 202) throw new Error(`a rating was answered ${status}: ${JSON.stringify(refusal)}`);
  });
  await rest(url);
  const perSecond = count / ((performance.now() - startedAt) / 1000);
  const last = receipts.at(-1);
  const tracked = await ask(url, 'GET', `/v1/complaints/${last?.number}`, undefined, {
    'access-code': last?.accessCode ?? '',
  });
  if (tracked.body.status !== 'closed')
    throw new Error(`the last life ended as '${tracked.body.status}', not 'closed'`);
  return perSecond;
}

/** Lets everybody at the Gangnam office answer what stands on their lists. */
export async function answerEverything(url: string): Promise<void> {
  const { body } = await ask<{ people: { id: string; groups: string[]; attributes: { department?: string } }[] }>(
    url,
    'GET',
    '/_local/people',
  );
  const officials = body.people.filter(({ attributes }) => attributes.department === 'gangnam-office');
  for (const { id } of officials) await answerAll(url, id);
}

async function answerAll(url: string, id: string): Promise<void> {
  const token = await signIn(url, id);
  const numbers: string[] = [];
  let cursor: string | undefined;
  do {
    const query = cursor === undefined ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const { body } = await ask<Listed>(url, 'GET', `/v1/officials/me/complaints?limit=100${query}`, undefined, token);
    numbers.push(...body.items.map(({ number }) => number));
    cursor = body.cursor;
  } while (cursor !== undefined);
  await inFlight(numbers.length, 16, async (index) => {
    const path = `/v1/complaints/${numbers[index]}`;
    const { etag } = await ask(url, 'GET', `${path}/case`, undefined, token);
    const { status } = await ask(
      url,
      'POST',
      `${path}/answer`,
      { text: '조치하였습니다.' },
      { ...token, 'if-match': etag },
    );
    if (status !== 202) throw new Error(`an answer was answered ${status}`);
  });
}
