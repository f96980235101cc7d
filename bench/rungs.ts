import { cpus } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { ask, file, inFlight, memoryMiB, quantile, removeCity, rest, signIn, startCity } from './city.ts';
import { measureLimits } from './limits.ts';

/*
 * `npm run bench:rungs [-- --count N]`: so many complaints whose reminder is due in the same second of a running clock. All
 * are reminded, none twice; how long it takes, and what a citizen who looks meanwhile waits.
 */
const { values } = parseArgs({ options: { count: { type: 'string', default: '5000' } } });
const count = Number(values.count);

const line = (name: string, value: string, aim = ''): void => {
  process.stdout.write(`${name.padEnd(60)} ${value.padStart(12)}  ${aim}\n`);
};

type Message = { readonly at: string; readonly to: string; readonly text: string };

process.stdout.write(`${cpus().length} × ${cpus()[0]?.model}, Node ${process.versions.node}\n`);
const city = await startCity();
try {
  const { url } = city;
  const limits = await measureLimits(city);
  const app = await signIn(url, 'app-web');
  const receipts: { number: string; accessCode: string }[] = [];
  await inFlight(count, 16, async () => void receipts.push(await file(url, app)));
  await rest(url);
  const look = async (index: number): Promise<number> => {
    const { number = '', accessCode = '' } = receipts[index % receipts.length] ?? {};
    const startedAt = performance.now();
    const { status } = await ask(url, 'GET', `/v1/complaints/${number}`, undefined, { 'access-code': accessCode });
    if (status !== 200) throw new Error(`a look was answered ${status}`);
    return performance.now() - startedAt;
  };
  const idle: number[] = [];
  for (let index = 0; index < 200; index += 1) idle.push(await look(index));

  // 16:00 in Seoul is the first rung of the day; the clock is let run two seconds before.
  await ask(url, 'POST', '/_local/clock', { to: '2026-11-23T06:59:58.000Z' });
  await ask(url, 'DELETE', '/_local/stats');
  await ask(url, 'POST', '/_local/clock', { running: true });
  await pause(2_000);
  const startedAt = performance.now();
  const meanwhile: number[] = [];
  let sent = 0;
  while (sent < count && performance.now() - startedAt < 1_800_000) {
    for (let turn = 0; turn < 20; turn += 1) meanwhile.push(await look(meanwhile.length * 37));
    const { body } = await ask<{ calls: Record<string, number> }>(url, 'GET', '/_local/stats');
    sent = body.calls['sns.Publish'] ?? 0;
  }
  const seconds = (performance.now() - startedAt) / 1000;
  await ask(url, 'POST', '/_local/clock', { running: false });
  await rest(url);
  const { body } = await ask<{ messages: Message[] }>(url, 'GET', '/_local/outbox?since=2026-11-23T06:59:58.000Z');
  const reminders = body.messages.filter(({ text }) => text.includes('16시'));
  const once = new Set(reminders.map(({ text }) => text));
  if (once.size !== count || reminders.length !== count) {
    throw new Error(`${reminders.length} reminders were sent to ${once.size} of ${count} complaints`);
  }
  line(`${count} rungs due in the same second: reminders sent, each once`, String(reminders.length));
  line('  seconds until all were sent', seconds.toFixed(1));
  line('  rungs per second', (count / seconds).toFixed(1));
  line('  to the limit of transactions, SDK', (count / seconds / limits.transactionsPerSecond).toFixed(3));
  line('  a look at a complaint meanwhile, p50 ms', quantile(meanwhile, 0.5).toFixed(0));
  line('  p99 ms', quantile(meanwhile, 0.99).toFixed(0));
  line('  the same before, p99 ms', quantile(idle, 0.99).toFixed(0));
  line('  looks meanwhile', String(meanwhile.length));
  line('  memory of the city, MiB', memoryMiB(city.pid).toFixed(0));
} finally {
  await removeCity(city);
}
