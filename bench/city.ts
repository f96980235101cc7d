import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const root = resolve(import.meta.dirname, '..');

/** A city in a process of its own, on file storage, with a standing clock at a working Monday 09:00 in Seoul. */
export type BenchCity = {
  readonly url: string;
  readonly home: string;
  readonly pid: number;
  readonly secondsToHealthy: number;
  stop(): Promise<void>;
};

/** Starts a city with `npm start`'s own script and waits until it is healthy. */
export async function startCity(home = mkdtempSync(join(tmpdir(), 'daedap-bench-'))): Promise<BenchCity> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const startedAt = performance.now();
  const child = spawn('node', [join(root, 'scripts', 'start.mjs')], {
    env: { ...process.env, PORT: String(port), DAEDAP_HOME: home, DAEDAP_CLOCK: '2026-11-23T00:00:00.000Z' },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const ended = new Promise<void>((end) => child.once('exit', () => end()));
  while (!(await isHealthy(url))) {
    if (child.exitCode !== null) throw new Error(`the city ended with ${child.exitCode}`);
    await pause(20);
  }
  return {
    url,
    home,
    pid: child.pid ?? 0,
    secondsToHealthy: (performance.now() - startedAt) / 1000,
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/** Ends a city and removes its home. */
export async function removeCity(city: BenchCity): Promise<void> {
  await city.stop();
  rmSync(city.home, { recursive: true, force: true });
}

/** Resident memory of the city's processes, in MiB: the launcher, the city and its database. */
export function memoryMiB(pid: number): number {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(/\s+/).filter(Boolean);
  const rss = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? '0';
  return Number(rss) / 1024 + children.reduce((sum, child) => sum + memoryMiB(Number(child)), 0);
}

async function isHealthy(url: string): Promise<boolean> {
  try {
    const response = await fetch(`${url}/_local/health`);
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((listening) => server.once('listening', listening));
  const address = server.address();
  await new Promise((closed) => server.close(closed));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** Sends a request and gives status and body. */
export async function ask<B = Record<string, unknown>>(
  url: string,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<{ status: number; body: B; etag: string }> {
  const response = await fetch(`${url}${path}`, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as B, etag: response.headers.get('etag') ?? '' };
}

/** An access token for one of the city's people. */
export async function signIn(url: string, as: string): Promise<{ authorization: string }> {
  const { body } = await ask<{ accessToken: string }>(url, 'POST', '/_local/sign-in', { as });
  return { authorization: `Bearer ${body.accessToken}` };
}

/** Waits until all that is due has happened. */
export async function rest(url: string): Promise<void> {
  for (;;) {
    // A long backlog can outlast the 60 seconds the door waits.
    const { status } = await ask(url, 'POST', '/_local/clock', { advance: 'PT0S' });
    if (status === 200) return;
  }
}

/** Files one simple complaint and gives its receipt. */
export async function file(
  url: string,
  app: { authorization: string },
): Promise<{ number: string; accessCode: string }> {
  const { status, body } = await ask<{ number: string; accessCode: string }>(
    url,
    'POST',
    '/v1/complaints',
    {
      channel: 'web',
      title: '불법주차 단속 요청',
      text: '초등학교 정문 앞 불법주차 단속 부탁드립니다. 불법주차 차량이 매일 있습니다.',
      district: 'gangnam',
      petitioner: { name: '홍길동', phone: '010-1234-5678', notifyBy: ['sms'] },
    },
    { ...app, 'idempotency-key': randomUUID() },
  );
  if (status !== 201) throw new Error(`a filing was answered ${status}: ${JSON.stringify(body)}`);
  return body;
}

/** Runs `work` so many times, so many at once, and gives each one's milliseconds in order of start. */
export async function inFlight(
  count: number,
  atOnce: number,
  work: (index: number) => Promise<void>,
): Promise<number[]> {
  const times: number[] = Array.from({ length: count });
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let index = next++; index < count; index = next++) {
      const startedAt = performance.now();
      await work(index);
      times[index] = performance.now() - startedAt;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  return times;
}

/** The value below which this share of them lies. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
