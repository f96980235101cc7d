import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Cloud } from '#local/cloud.ts';
import { openCity } from '#scripts/open-city.ts';
import { ForgetfulCity } from './forgetful-city.ts';
import { runDemo } from './run-demo.ts';

/** A whole city is played: seconds on a free machine, more on a busy one. */
const patience = { timeout: 180_000 };

/** A port on which no city runs: nobody may listen there without being root. */
const nowhere = { PORT: '1' };
let folder = '';
let city: Cloud;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'daedap-test-demo-'));
  city = await openCity({ home: join(folder, 'home'), port: 0, standAt: Date.parse('2026-11-23T00:00:00Z') });
}, patience.timeout);
afterAll(async () => {
  await city.close();
  await rm(folder, { recursive: true, force: true });
});

const counts = (out: string, name: string): number[] =>
  (new RegExp(`^ ${name} .*?(\\d+) +(\\d+)$`, 'm').exec(out) ?? []).slice(1).map(Number);

/** Makes a day a day off, as an operator does. */
async function decree(url: string, on: string): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  const signedIn = await fetch(`${url}/_local/sign-in`, { method: 'POST', headers, body: '{"as":"operator-1"}' });
  const { accessToken } = (await signedIn.json()) as { accessToken: string };
  const { status } = await fetch(`${url}/v1/calendar/${on}`, {
    method: 'PUT',
    headers: { ...headers, authorization: `Bearer ${accessToken}` },
    body: '{"name":"임시공휴일","source":"국무회의 의결"}',
  });
  expect(status).toBe(200);
}

describe('the demo', () => {
  test(
    'plays twelve complaints in a city of its own: every story and rung happens, and every sum comes out',
    patience,
    async () => {
      const TMPDIR = await mkdtemp(join(folder, 'own-'));
      const { code, out, err } = await runDemo(['--count', '12'], { ...nowhere, TMPDIR });
      expect(err).not.toContain('demo:');
      expect(code).toBe(0);
      expect(out).not.toContain('✗');
      expect(out).toMatch(
        /✓ filed = in time \+ late \+ open \+ needs a person \+ withdrawn \(API\) +12 = 7 \+ 3 \+ 0 \+ 1 \+ 1$/m,
      );
      expect(out).toMatch(/✓ notices in the outbox = notices in the ledger +(\d+) = \1$/m);
      for (const rung of ['16h', '18h', '50', '80'])
        expect(counts(out, `remind-official-${rung}`)[0]).toBeGreaterThan(0);
      expect(counts(out, 'escalate-to-lead')).toEqual([4, 4]);
      expect(counts(out, 'escalate-to-director')).toEqual([3, 3]);
      expect(counts(out, 'escalate-to-audit-office')).toEqual([2, 2]);
      expect(counts(out, 'tell-progress')[0]).toBeGreaterThan(0);
      expect(counts(out, 'paused')).toEqual([2, 2]);
      expect(counts(out, 'extended')).toEqual([2, 2]);
      expect(counts(out, 'moved by a decree')).toEqual([1, 1]);
      expect(out).toMatch(/^ 2026-11-30 was decreed a day off on 2026-11-25 10:00$/m);
      expect(out).toMatch(/✓ deadlines moved by a decree \(API\) = notices of it \(table\) +1 = 1$/m);
      expect(out).toMatch(/EscalateToAuditOffice +rung-climbed/);
      expect(out.match(/^ 2026-\d\d-\d\d \d\d:00 {2}(start|pause|resume|extension|decreed-holiday)\b/gm)).toHaveLength(
        5,
      );
      expect(out).toMatch(/decreed-holiday 2026-11-30 임시공휴일 +2026-12-04 10:00 {2}\+1 d$/m);
      expect(out).toMatch(/✓ Σ statistics by any dimension = cases listed +12 = 12$/m);
      expect(out).toMatch(/^ Σ +12 +1 +10 +1 /m);
      expect(out.indexOf('Department scores, 2026-11')).toBeGreaterThan(out.indexOf(' Statistics '));
      expect(out).toMatch(/^ of those with five rounds: best \S.*; outstanding \S/m);
      expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
      expect(await readdir(TMPDIR)).toEqual([]);
    },
  );

  test(
    'in a running city counts its own complaints alone, names faulty rows, finds a day to decree, and fails by name when a notice is missing',
    patience,
    async () => {
      const file = join(folder, 'three.csv');
      await writeFile(
        file,
        'title,text,phone,notifyBy\n가로등이 꺼졌어요,수리 부탁드립니다,010-0000-0001,sms\n,없음,,\n쓰레기,수거해 주세요,,\n',
      );
      await decree(city.url, '2026-11-30');
      const first = await runDemo([file], { DAEDAP_URL: city.url });
      expect(first).toMatchObject({ code: 0, err: expect.stringContaining(' row 3, column title: is empty\n') });
      expect(first.out).toMatch(/✓ rows = filed \+ faulty +3 = 2 \+ 1$/m);
      expect(first.out).toMatch(/^ 2026-12-01 was decreed a day off on /m);

      const forgetful = await ForgetfulCity.before(city.url);
      const second = await runDemo([file], { DAEDAP_URL: `${forgetful.url}/` });
      forgetful.close();
      expect(second.code).toBe(1);
      expect(second.out).toMatch(/✓ filed = .* \(table\) +2 = /m);
      expect(second.out).toMatch(/✗ notices in the outbox = notices in the ledger/);
      expect(second.err).toMatch(
        /^demo: an equation fails: notices in the outbox = notices in the ledger: \d+ = \d+$/m,
      );
    },
  );

  test('stopped by Ctrl-C, ends its own city and leaves nothing behind', patience, async () => {
    const TMPDIR = await mkdtemp(join(folder, 'stopped-'));
    let url = '';
    const { code, err } = await runDemo([], { ...nowhere, TMPDIR }, (demo, out) => {
      url = /http:\/\/127\.0\.0\.1:\d+/.exec(out)?.[0] ?? '';
      if (url !== '') demo.kill('SIGINT');
    });
    expect(code).toBe(130);
    expect(err).not.toContain('demo:');
    await expect(fetch(url)).rejects.toThrow();
    expect(await readdir(TMPDIR)).toEqual([]);
  });

  test.each([
    [['missing.csv'], {}, /^demo: '.*missing\.csv' does not exist: name an \.xlsx or \.csv file$/],
    [['--count', '0'], {}, /^demo: --count is '0', expected a whole number from 1: npm run demo -- /],
    [['--size', '3'], {}, /^demo: Unknown option '--size': npm run demo -- /],
    [['a.csv', 'b.csv'], {}, /^demo: found 2 files, expected one: npm run demo -- /],
    [
      [],
      { DAEDAP_URL: 'http://127.0.0.1:1' },
      /^demo: no city answers at DAEDAP_URL 'http:\/\/127\.0\.0\.1:1': start one with/,
    ],
  ])('refuses %j %j in one line', async (args, environment, line) => {
    const { code, out, err } = await runDemo(args, { ...nowhere, ...environment });
    expect([code, out, err.trimEnd().split('\n').length]).toEqual([1, '', 1]);
    expect(err.trimEnd()).toMatch(line);
    expect(err.trimEnd().length).toBeLessThanOrEqual(160);
  });
});
