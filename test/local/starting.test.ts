import { createHash } from 'node:crypto';
import {
  closeSync,
  cpSync,
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
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
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
afterEach(() => StartedCity.endAll());
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const environment = (home: string, others: Readonly<Record<string, string>> = {}) => ({
  DAEDAP_HOME: home,
  DAEDAP_CLOCK: '2026-11-23T00:00:00Z',
  PORT: '0',
  ...others,
});

const poem = 'this is no database, it is a poem about one. '.repeat(500);

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
  expect(await city.leftAtLast()).toEqual([]);
  return err.trimEnd();
}

/** Hashes of a home's databases by their names, to see that nothing was touched. */
const contents = (home: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(home)
      .filter((name) => name.endsWith('.sqlite'))
      .map((name) => [
        name,
        createHash('sha256')
          .update(readFileSync(join(home, name)))
          .digest('hex'),
      ]),
  );

describe('npm start', () => {
  test('ends with 0 when asked to, and leaves no process, no lock and all it knew', async () => {
    const home = usedHome();
    const city = new StartedCity(environment(home));
    expect((await fetch(`${await city.up()}/_local/health`)).status).toBe(200);
    expect(city.left()).toHaveLength(2);
    city.signal('SIGTERM');
    expect(await city.ended()).toMatchObject({ code: 0, err: '' });
    expect(await city.leftAtLast()).toEqual([]);
    expect(readdirSync(home)).not.toContain('lock');
    expect(Object.keys(contents(home))).toEqual(Object.keys(contents(used)));
  });

  test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    'ends with 0 when a terminal sends %s to all of it',
    async (name) => {
      const city = new StartedCity(environment(usedHome()));
      await city.up();
      city.signalGroup(name);
      expect(await city.ended()).toMatchObject({ code: 0, err: '' });
      expect(await city.leftAtLast()).toEqual([]);
    },
  );

  test('ends with 0 while it starts, too', async () => {
    const city = new StartedCity(environment(usedHome()));
    while (city.left().length < 2) await new Promise((next) => setTimeout(next, 1)); // the database is there, the city is not
    city.signal('SIGTERM');
    expect(await city.ended()).toMatchObject({ code: 0, err: '' });
    expect(await city.leftAtLast()).toEqual([]);
  });

  test('from another Node goes on in the pinned one, and ends with whoever started it', async () => {
    const node = join(folder, 'node');
    cpSync(process.execPath, node);
    const home = usedHome();
    const city = new StartedCity(environment(home), { node });
    await city.up();
    city.signal('SIGKILL');
    await city.ended();
    expect(await city.leftAtLast()).toEqual([]);
    const again = new StartedCity(environment(home), { node });
    await again.up();
    again.signal('SIGTERM');
    expect(await again.ended()).toMatchObject({ code: 0, err: '' });
  });
});

describe('npm start says in one line and ends with 1', () => {
  test.each([
    [
      'no port',
      { PORT: 'abc' },
      "daedap: the port is 'abc', expected a number from 0 to 65535: set PORT or --port to one",
    ],
    [
      'a port too high',
      { PORT: '65536' },
      "daedap: the port is '65536', expected a number from 0 to 65535: set PORT or --port to one",
    ],
    [
      'no instant',
      { DAEDAP_CLOCK: '2026-13-01' },
      "daedap: DAEDAP_CLOCK is '2026-13-01', expected an instant: set it to one such as 2026-11-23T00:00:00Z",
    ],
    [
      'no address of a database',
      { DAEDAP_DYNAMODB_ENDPOINT: 'dynamo' },
      "daedap: DAEDAP_DYNAMODB_ENDPOINT is 'dynamo', expected an address such as http://127.0.0.1:8000: set or unset it",
    ],
  ])('%s', async (_name, wrong, line) => {
    const home = join(folder, 'never-made');
    expect(await refusal(new StartedCity(environment(home, wrong)))).toBe(line);
    expect(readdirSync(folder)).not.toContain('never-made');
  });

  test('a port in use', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((listening) => server.once('listening', listening));
    const address = server.address();
    const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
    const line = await refusal(new StartedCity(environment(usedHome(), { PORT: String(port) })));
    expect(line).toBe(
      `daedap: port ${port} is in use, expected a free one: stop what listens there or set PORT to another`,
    );
    server.close();
  });

  test('a home in use, whose city goes on', async () => {
    const home = usedHome();
    const city = new StartedCity(environment(home));
    const url = await city.up();
    expect(await refusal(new StartedCity(environment(home)))).toBe(
      `daedap: ${home} is in use by process ${city.child.pid}: stop that city or set DAEDAP_HOME to another folder`,
    );
    expect((await fetch(`${url}/_local/health`)).status).toBe(200);
    city.signal('SIGTERM');
    expect((await city.ended()).code).toBe(0);
  });

  test('one of two that are started on one home at once', async () => {
    const home = usedHome();
    const two = [new StartedCity(environment(home)), new StartedCity(environment(home))];
    const came = await Promise.all(
      two.map((city) =>
        city.up().then(
          () => 'up',
          () => 'refused',
        ),
      ),
    );
    expect(came.toSorted()).toEqual(['refused', 'up']);
    for (const [index, city] of two.entries()) {
      if (came[index] === 'refused') expect(await refusal(city)).toContain(`daedap: ${home} is in use by process`);
    }
  });

  test('a home that is a file', async () => {
    const home = join(folder, 'a-file');
    writeFileSync(home, 'mine');
    expect(await refusal(new StartedCity(environment(home)))).toBe(
      `daedap: ${home} cannot be made a folder of ours (EEXIST): set DAEDAP_HOME to one that can be written`,
    );
    expect(readFileSync(home, 'utf8')).toBe('mine');
  });

  test.each([
    [
      'a journal that is something else',
      'journal.sqlite',
      (path: string) => writeFileSync(path, poem),
      'file is not a database',
    ],
    [
      'a database that is something else',
      'dynamodb.sqlite',
      (path: string) => writeFileSync(path, poem),
      'file is not a database',
    ],
    ['a journal cut off', 'journal.sqlite', (path: string) => truncateSync(path, 20_000), 'it is damaged'],
    ['a database with a page of nonsense', 'dynamodb.sqlite', scribble, 'it is damaged'],
    ['a lost database', 'dynamodb.sqlite', (path: string) => rmSync(path), 'it is missing'],
    ['a lost journal', 'journal.sqlite', (path: string) => rmSync(path), 'n acknowledged commits are missing'],
    [
      'a journal lost with the note of how far it had come',
      'journal.sqlite',
      (path: string) => ['', '-acknowledged'].map((part) => rmSync(path + part)),
      'it is empty',
    ],
  ])('%s', async (_name, file, damage, found) => {
    const home = usedHome();
    const path = join(home, file);
    damage(path);
    const before = contents(home);
    const line = await refusal(new StartedCity(environment(home)));
    // A long path loses its middle.
    expect(line.replace(/'\/\S*\//, "'").replace(/\d+ acknowledged/, 'n acknowledged')).toBe(
      `daedap: '${file}' is not a sound database: ${found}; restore it or delete the folder for a fresh start`,
    );
    expect(contents(home)).toMatchObject(before);
  });

  test('with DEBUG it shows the stack as well', async () => {
    const city = new StartedCity(environment(join(folder, 'never-made'), { PORT: 'abc', DEBUG: '1' }));
    const { code, err } = await city.ended();
    expect(code).toBe(1);
    expect(err).toMatch(/^BadSetting: the port is 'abc'.*\n {4}at /);
  });
});

describe('npm start in a checkout that is not whole says so in one line and ends with 1', () => {
  test('without the database’s program', async () => {
    const tree = copyWithout('@dynoxide');
    expect(await refusal(new StartedCity(environment(usedHome()), { tree }))).toMatch(
      /^daedap: no package '@dynoxide\/[\w-]+'; run npm ci, or set DAEDAP_DYNAMODB_ENDPOINT to a running DynamoDB Local$/,
    );
  });

  test('without a package', async () => {
    const tree = copyWithout('jose');
    expect(await refusal(new StartedCity(environment(usedHome()), { tree }))).toBe(
      "Cannot find package 'jose', expected it in node_modules: run npm ci",
    );
  });

  test('without the pinned Node, in an old one', async () => {
    const tree = copyWithout('.bin');
    const pretend = "Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.20.2' } })";
    const flags = ['--import', `data:text/javascript,${encodeURIComponent(pretend)}`];
    expect(await refusal(new StartedCity(environment(usedHome()), { tree, flags }))).toBe(
      'Node is 20.20.2, expected 24 or the pinned node_modules/.bin/node: run npm ci',
    );
  });
});

/** The project's own files with all but one of its packages. */
function copyWithout(missing: string): string {
  const tree = mkdtempSync(join(folder, 'tree-'));
  const own = ['city', 'functions', 'infra', 'local', 'rules', 'schemas', 'scripts', 'workflows'];
  for (const name of [...own, 'cdk.json', 'package.json', 'package-lock.json', 'tsconfig.json']) {
    cpSync(join(root, name), join(tree, name), { recursive: true });
  }
  symlinkSync(join(root, 'cdk.out'), join(tree, 'cdk.out'));
  mkdirSync(join(tree, 'node_modules'));
  for (const name of readdirSync(join(root, 'node_modules')).filter((each) => each !== missing)) {
    symlinkSync(join(root, 'node_modules', name), join(tree, 'node_modules', name));
  }
  return tree;
}

/** Writes nonsense over the third page. */
function scribble(path: string): void {
  const file = openSync(path, 'r+');
  writeSync(file, poem.slice(0, 4_096), 8_192);
  closeSync(file);
}
