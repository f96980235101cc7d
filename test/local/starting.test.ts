import {
  cpSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshAssembly } from '#infra/fresh-assembly.ts';
import { root, StartedCity } from './started-city.ts';

/** A home that a city has used and left in order, from which each test has a copy. */
let folder: string;
let used: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'daedap-starting-'));
  used = join(folder, 'used');
  await freshAssembly({ root, out: join(root, 'cdk.out') });
  const city = new StartedCity(environment(used));
  await city.up();
  city.signal('SIGTERM');
  expect(await city.ended()).toMatchObject({ code: 0, err: '' });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const environment = (home: string, others: Readonly<Record<string, string>> = {}) => ({
  DAEDAP_HOME: home,
  DAEDAP_CLOCK: '2026-11-23T00:00:00Z',
  PORT: '0',
  ...others,
});

let homes = 0;
function usedHome(): string {
  homes += 1;
  const home = join(folder, `home-${homes}`);
  cpSync(used, home, { recursive: true });
  return home;
}

/** What a start that cannot be says: one line on stderr, and nothing of it still runs. */
async function refusal(city: StartedCity): Promise<string> {
  const { code, out, err } = await city.ended();
  expect([code, out]).toEqual([1, '']);
  expect(err).toMatch(/^[^\n]{1,160}\n$/);
  expect(city.left()).toEqual([]);
  return err.trimEnd();
}

/** Names and contents of a home's databases, to see that nothing was touched. */
const contents = (home: string) =>
  readdirSync(home)
    .filter((name) => name.endsWith('.sqlite'))
    .map((name) => [name, readFileSync(join(home, name)).toString('base64')]);
