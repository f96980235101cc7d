import { ask, type BenchCity, file, inFlight, rest, signIn } from './city.ts';
import { answerEverything } from './lifecycle.ts';

const DAYS = 60;

/**
 * Seconds for so many whole complaints over sixty days: filed and classified and assigned, answered after so many days, half
 * of them rated, and the other half's time to rate runs out. Answered after ten days, each was reminded of and reported by
 * every rung of its ladder before.
 */
export async function measureSixtyDays(
  { url }: BenchCity,
  { count, answeredAfterDays }: { readonly count: number; readonly answeredAfterDays: number },
): Promise<number> {
  const startedAt = performance.now();
  const app = await signIn(url, 'app-web');
  const receipts: { number: string; accessCode: string }[] = [];
  await inFlight(count, 16, async () => void receipts.push(await file(url, app)));
  await rest(url);
  await pass(url, answeredAfterDays);
  await answerEverything(url);
  await rest(url);
  await inFlight(Math.floor(count / 2), 16, async (index) => {
    const { number = '', accessCode = '' } = receipts[index] ?? {};
    await ask(url, 'POST', `/v1/complaints/${number}/rating`, { score: 4 }, { 'access-code': accessCode });
  });
  await pass(url, DAYS - answeredAfterDays);
  const last = receipts.at(-1);
  const { body } = await ask<{ status: string }>(url, 'GET', `/v1/complaints/${last?.number}`, undefined, {
    'access-code': last?.accessCode ?? '',
  });
  if (body.status !== 'closed') throw new Error(`the last complaint is '${body.status}' after 60 days, not 'closed'`);
  return (performance.now() - startedAt) / 1000;
}

/** Moves the clock by so many days. On a busy machine five hundred reminders at one instant may take more than a minute. */
async function pass(url: string, days: number): Promise<void> {
  const { body: clock } = await ask<{ now: string }>(url, 'GET', '/_local/clock');
  const to = new Date(Date.parse(clock.now) + days * 86_400_000).toISOString();
  for (;;) {
    const { status, body } = await ask<{ code?: string }>(url, 'POST', '/_local/clock', { to });
    if (status === 200) return;
    if (body.code !== 'not-quiet') throw new Error(`the clock was not moved: ${JSON.stringify(body)}`);
  }
}
