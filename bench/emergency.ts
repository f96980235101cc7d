import { randomUUID } from 'node:crypto';
import { cpus, loadavg } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { MessageShown } from '#schemas/api/emergency.ts';
import { registerMany } from '#test/endurance/many-registered.ts';
import { ask, type BenchCity, file, quantile, removeCity, signIn, startCity } from './city.ts';

/*
 * `npm run bench:emergency [-- --recipients N --filings N]`: how fast a message reaches everybody when nothing but this
 * machine holds it up, what it asks of which service, and how long a filing takes meanwhile.
 *
 * The first part plays the clock forward: the rate is the machine's. The second runs in real time at the allowed rate,
 * because filings from outside wait at the door while the clock is moved.
 */
const { values } = parseArgs({
  options: { recipients: { type: 'string', default: '100000' }, filings: { type: 'string', default: '400' } },
});
const recipients = Number(values.recipients);
const filings = Number(values.filings);

const line = (name: string, value: string, aim = ''): void => {
  process.stdout.write(`${name.padEnd(56)} ${value.padStart(12)}  ${aim}\n`);
};

type Answer = { id: string; stage: string };

/** Drafts a message to everybody and approves it, as two persons would. */
async function letGo(url: string, what: string): Promise<string> {
  const [author, approver] = [await signIn(url, 'lead-safety'), await signIn(url, 'operator-1')];
  const words = { what, where: '강남역', action: '높은 곳으로 대피하세요' };
  const draft = { texts: { ko: words }, districts: ['gangnam'], severity: 'urgent', isDrill: true };
  const key = { 'idempotency-key': randomUUID() };
  const { body } = await ask<Answer>(url, 'POST', '/v1/emergency-messages', draft, { ...author, ...key });
  let shown = await read(url, body.id);
  while (shown.message.stage === 'draft') shown = await read(url, body.id);
  const { dryRun, hash } = shown.message;
  line('  dry run', dryRun?.says ?? '');
  const approval = { audienceCount: dryRun?.total, hash, acceptExceeding: dryRun?.exceeds };
  const { status } = await ask(url, 'POST', `/v1/emergency-messages/${body.id}/approval`, approval, approver);
  if (status !== 202) throw new Error(`the approval was answered ${status}`);
  return body.id;
}

async function read(url: string, id: string): Promise<MessageShown> {
  const { status, body } = await ask<MessageShown>(
    url,
    'GET',
    `/v1/emergency-messages/${id}`,
    undefined,
    await signIn(url, 'operator-1'),
  );
  if (status !== 200) throw new Error(`the message was answered ${status}: ${JSON.stringify(body)}`);
  return body;
}

/** Sends to everybody with the clock played forward. */
async function measureSending({ url }: BenchCity): Promise<void> {
  const id = await letGo(url, '침수');
  await ask(url, 'DELETE', '/_local/stats');
  const startedAt = performance.now();
  // In steps, because a request that goes unanswered for five minutes is given up by Node's fetch.
  while ((await read(url, id)).message.endedAt === undefined) {
    const { status } = await ask(url, 'POST', '/_local/clock', { advance: 'PT5M' });
    if (status !== 200) throw new Error(`the clock was answered ${status}`);
  }
  const seconds = (performance.now() - startedAt) / 1000;
  const { report } = await read(url, id);
  const { body } = await ask<{ calls: Record<string, number> }>(url, 'GET', '/_local/stats');
  line(`recipients per second (${recipients})`, (report.sent / seconds).toFixed(0));
  line('  sent, by the report', String(report.sent));
  const services = Object.groupBy(Object.entries(body.calls), ([call]) => call.split('.')[0] ?? '');
  for (const [service, calls = []] of Object.entries(services)) {
    const each = calls.reduce((sum, [, count]) => sum + count, 0) / recipients;
    if (each >= 0.001) line(`  requests per recipient, ${service}`, each.toFixed(3));
  }
}

/** Files one after the other, with a pause, as people do; gives each one's milliseconds. */
async function fileAlong(url: string, count: number): Promise<number[]> {
  const app = await signIn(url, 'app-web');
  const times: number[] = [];
  for (let index = 0; index < count; index += 1) {
    const startedAt = performance.now();
    await file(url, app);
    times.push(performance.now() - startedAt);
    await pause(50);
  }
  return times;
}

/** Files while nothing goes on, then while a message is sent at the allowed rate, in real time. */
async function measureFilings({ url }: BenchCity): Promise<void> {
  await ask(url, 'POST', '/_local/clock', { running: true });
  await fileAlong(url, 50);
  const idle = await fileAlong(url, filings);
  const id = await letGo(url, '다시 침수');
  while ((await read(url, id)).message.stage !== 'sending') await pause(500);
  const meanwhile = await fileAlong(url, filings);
  const { message, report } = await read(url, id);
  if (message.stage !== 'sending') throw new Error('the message had ended before the filings: take more recipients');
  const [before, during] = [quantile(idle, 0.99), quantile(meanwhile, 0.99)];
  line(`filing p99 idle, ms (${filings} filings)`, before.toFixed(1));
  line('filing p99 while a message is sent at 20 a second, ms', during.toFixed(1));
  line('  to idle', (during / before).toFixed(2), 'aim ≤ 2');
  line('  sent meanwhile, a second', (report.sent / (report.seconds ?? 1)).toFixed(1), '20 allowed');
}

process.stdout.write(
  `${cpus().length} × ${cpus()[0]?.model}, Node ${process.versions.node}, load ${loadavg()[0]?.toFixed(1)}\n`,
);
const city = await startCity();
try {
  const { body } = await ask<Parameters<typeof registerMany>[0]>(city.url, 'GET', '/_local/endpoint');
  await registerMany(body, recipients);
  await measureSending(city);
  await measureFilings(city);
} finally {
  await removeCity(city);
}
