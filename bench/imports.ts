import { execFileSync } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { AskedImport, ImportShown } from '#schemas/api/imports.ts';
import { ask, file as fileOne, inFlight, memoryMiB, quantile, removeCity, signIn, startCity } from './city.ts';
import { attacks, honest } from './imports/attacks.ts';

/*
 * `npm run bench:imports [-- --rows N]`: what hostile files cost before they are refused, how fast an honest one is read next to
 * read-excel-file reading the same, and how fast its rows become complaints next to filings by the API in the same city.
 */
const { values } = parseArgs({
  options: { rows: { type: 'string', default: '10000' }, filings: { type: 'string', default: '200' } },
});
const [rows, filings] = [Number(values.rows), Number(values.filings)];
const folder = mkdtempSync(join(tmpdir(), 'daedap-imports-'));

const line = (name: string, value: string, more = ''): void => {
  process.stdout.write(`${name.padEnd(44)} ${value.padStart(14)}  ${more}\n`);
};

type Read = { outcome: string; milliseconds: number; peakMiB: number; grownMiB: number };

/** Reads a file in a process of its own, so that its memory is nobody else's. */
function readBy(reader: 'ours' | 'peer', bytes: Buffer): Read {
  const path = join(folder, 'file');
  writeFileSync(path, bytes);
  const program = join(import.meta.dirname, 'imports', 'read-file.ts');
  return JSON.parse(execFileSync(process.execPath, [program, reader, path], { encoding: 'utf8' })) as Read;
}

function measureAttacks(): void {
  line('hostile file', 'refused in', 'memory of the process, beyond what it began with');
  const all = Object.entries(attacks).map(([name, make]) => ({ name, ...readBy('ours', make()) }));
  for (const { name, milliseconds, grownMiB, outcome } of all) {
    line(`  ${name}`, `${milliseconds.toFixed(0)} ms`, `${grownMiB.toFixed(0).padStart(4)} MiB  ${outcome}`);
  }
  const most = (of: 'milliseconds' | 'grownMiB'): string => Math.max(...all.map((one) => one[of])).toFixed(0);
  line(
    '  worst of them',
    `${most('milliseconds')} ms`,
    `${most('grownMiB').padStart(4)} MiB  (aim: 2,000 ms, 100 MiB)`,
  );
}

function measureReading(workbook: Buffer): void {
  const [ours, peer] = [readBy('ours', workbook), readBy('peer', workbook)];
  for (const [name, { milliseconds, peakMiB }] of [
    ['read and judged', ours],
    ['read-excel-file reads', peer],
  ] as const) {
    line(
      `  ${name}`,
      `${((rows / milliseconds) * 1_000).toFixed(0)} rows/s`,
      `${peakMiB.toFixed(0).padStart(4)} MiB at most`,
    );
  }
  line(
    '  ours against it',
    `${(peer.milliseconds / ours.milliseconds).toFixed(2)} ×`,
    `${(ours.peakMiB / peer.peakMiB).toFixed(2)} × its memory`,
  );
}

async function measureImport(workbook: Buffer): Promise<void> {
  const city = await startCity();
  try {
    const { url } = city;
    const app = await signIn(url, 'app-web');
    const startedFiling = performance.now();
    await inFlight(filings, 5, async () => {
      await fileOne(url, app);
    });
    const filed = filings / ((performance.now() - startedFiling) / 1_000);
    await ask(url, 'POST', '/_local/clock', { advance: 'PT0S' });
    const before = memoryMiB(city.pid);
    const official = await signIn(url, 'lead-central-desk');
    const sha256 = createHash('sha256').update(workbook).digest('hex');
    const body = { fileName: 'bench.xlsx', sizeBytes: workbook.length, sha256 };
    const key = { 'idempotency-key': randomUUID() };
    const { body: asked } = await ask<AskedImport>(url, 'POST', '/v1/imports', body, { ...official, ...key });
    if (asked.upload === undefined) throw new Error('nowhere to upload');
    const { 'content-length': _, ...headers } = asked.upload.headers;
    const put = await fetch(asked.upload.url, { method: 'PUT', headers, body: new Uint8Array(workbook) });
    if (put.status !== 200) throw new Error(`the upload was answered ${put.status}: ${await put.text()}`);
    const startedAt = performance.now();
    await ask(url, 'POST', `/v1/imports/${asked.id}/start`, undefined, official);
    const waits: number[] = [];
    let [peak, found] = [before, await read(url, asked.id, official)];
    while (found.endedAt === undefined) {
      const askedAt = performance.now();
      found = await read(url, asked.id, official);
      waits.push(performance.now() - askedAt);
      peak = Math.max(peak, memoryMiB(city.pid));
      await pause(100);
    }
    const imported = rows / ((performance.now() - startedAt) / 1_000);
    line('  filed by the API, five at a time', `${filed.toFixed(0)} /s`);
    line('  filed by the import', `${imported.toFixed(0)} rows/s`, `${found.counts?.filed} filed, ${found.stage}`);
    line('  the import against the API', `${(imported / filed).toFixed(2)} ×`);
    line(
      '  other requests meanwhile, p50 / p99',
      `${quantile(waits, 0.5).toFixed(0)} / ${quantile(waits, 0.99).toFixed(0)} ms`,
    );
    line('  the whole city’s memory', `${peak.toFixed(0)} MiB`, `${(peak - before).toFixed(0)} more than before`);
  } finally {
    await removeCity(city);
  }
}

async function read(url: string, id: string, official: Record<string, string>): Promise<ImportShown> {
  return (await ask<ImportShown>(url, 'GET', `/v1/imports/${id}`, undefined, official)).body;
}

process.stdout.write(`${cpus().length} cores, load ${loadavg()[0]?.toFixed(1)}\n`);
try {
  measureAttacks();
  const workbook = honest(rows);
  line(`${rows} rows, ${(workbook.length / 1024).toFixed(0)} KiB`, '');
  measureReading(workbook);
  await measureImport(workbook);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
