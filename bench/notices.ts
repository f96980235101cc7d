import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { ask, type BenchCity, file, inFlight, removeCity, rest, signIn, startCity } from './city.ts';
import { answerEverything } from './lifecycle.ts';

/*
 * `npm run bench:notices [-- --count N]`: notices a second while so many complaints are filed, assigned and answered; what one
 * notice asks of AWS; parts of SMS and what they cost for 1,000 straight complaints.
 */
const { values } = parseArgs({ options: { count: { type: 'string', default: '500' } } });
const count = Number(values.count);

/** AWS lists the price of a part by country, on a page we could not read: so the sum is given for these, USD. */
const PRICES_OF_A_PART = [0.02, 0.03, 0.04];
/** An e-mail by SES, USD. */
const PRICE_OF_A_MAIL = 0.0001;

type Notice = { readonly step: string; readonly status: string; readonly parts?: number; readonly order: number };
type Calls = Readonly<Record<string, number>>;

const line = (name: string, value: string): void => {
  process.stdout.write(`${name.padEnd(66)} ${value.padStart(12)}\n`);
};

async function callsOf(url: string): Promise<Calls> {
  return (await ask<{ calls: Calls }>(url, 'GET', '/_local/stats')).body.calls;
}

async function noticesOf(url: string, number: string): Promise<readonly Notice[]> {
  const auditor = await signIn(url, 'auditor-1');
  const path = `/v1/complaints/${number}/history`;
  return (await ask<{ notices: readonly Notice[] }>(url, 'GET', path, undefined, auditor)).body.notices;
}

/** Sends begun a second, while everything around them goes on. */
async function measureRate({ url }: BenchCity): Promise<{ perSecond: number; sent: number; number: string }> {
  const app = await signIn(url, 'app-web');
  const receipts: { number: string }[] = [];
  await ask(url, 'DELETE', '/_local/stats');
  const startedAt = performance.now();
  await inFlight(count, 16, async () => void receipts.push(await file(url, app)));
  await rest(url);
  await answerEverything(url);
  await rest(url);
  const seconds = (performance.now() - startedAt) / 1000;
  const sent = (await callsOf(url))['sns.Publish'] ?? 0;
  return { perSecond: sent / seconds, sent, number: receipts[0]?.number ?? '' };
}

/** What one notice asks for: refused for good, then sent anew by an operator, whose own requests are left out. */
async function requestsOfOne({ url }: BenchCity): Promise<Calls> {
  const app = await signIn(url, 'app-web');
  const gone = { service: 'sns', operation: 'Publish', kind: 'throttle', error: 'InvalidParameter', count: 1 };
  await ask(url, 'POST', '/_local/faults', { ...gone, input: '+821012345678' });
  const { number } = await file(url, app);
  await rest(url);
  await ask(url, 'DELETE', '/_local/faults');
  const failed = (await noticesOf(url, number)).find(({ status }) => status === 'failed');
  if (failed === undefined) throw new Error(`no notice of complaint ${number} failed`);
  const operator = await signIn(url, 'operator-1');
  await rest(url);
  await ask(url, 'DELETE', '/_local/stats');
  await ask(url, 'POST', `/v1/operator/undelivered/${number}/${failed.order}/resend`, undefined, operator);
  await rest(url);
  const calls = await callsOf(url);
  // The operator's: one invocation, one look at the complaint, one at the notice, one transaction.
  const theirs: Calls = {
    'lambda.Invoke': 1,
    'dynamodb.Query': 1,
    'dynamodb.BatchGetItem': 1,
    'dynamodb.TransactWriteItems': 1,
  };
  return Object.fromEntries(
    Object.entries(calls).flatMap(([call, times]): [string, number][] => {
      const own = times - (theirs[call] ?? 0);
      return /^(lambda\.Invoke|dynamodb\.|sqs\.|sns\.Publish|ses\.)/.test(call) && own > 0 ? [[call, own]] : [];
    }),
  );
}

process.stdout.write(`${cpus().length} × ${cpus()[0]?.model}, Node ${process.versions.node}\n`);
const city = await startCity();
try {
  const { perSecond, sent, number } = await measureRate(city);
  line(`notices sent while ${count} complaints were filed, assigned, answered`, String(sent));
  line('  a second', perSecond.toFixed(1));
  const calls = await requestsOfOne(city);
  const total = Object.values(calls).reduce((sum, times) => sum + times, 0);
  line('requests of one notice by SMS, alone in its batch', String(total));
  for (const [call, times] of Object.entries(calls)) line(`  ${call}`, String(times));
  const notices = await noticesOf(city.url, number);
  const parts = notices.reduce((sum, notice) => sum + (notice.parts ?? 0), 0);
  line('straight complaint: notices', String(notices.length));
  line('  parts of SMS for 1,000 of them', String(1000 * parts));
  for (const price of PRICES_OF_A_PART) {
    line(`  USD for 1,000 of them, at ${price} a part`, (1000 * parts * price).toFixed(2));
  }
  line('  USD for 1,000 of them by e-mail', (1000 * notices.length * PRICE_OF_A_MAIL).toFixed(2));
} finally {
  await removeCity(city);
}
