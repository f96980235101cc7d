import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { faultLine, readSettings } from '#local/main.ts';
import { town } from './town.ts';

const main = new URL('../../local/main.ts', import.meta.url).pathname;
let home: string;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'daedap-main-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

/** Runs the local cloud as a process of its own; ends it once it is ready, unless it ended by itself. */
async function run(
  args: string[],
  environment: Record<string, string> = {},
  whenReady = (_url: string): unknown => undefined,
) {
  const env = { PATH: process.env.PATH ?? '', ...environment };
  const child = spawn(process.execPath, [main, '--home', home, '--port', '0', ...args], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = { out: '', err: '' };
  child.stderr.on('data', (chunk) => {
    said.err += chunk;
  });
  child.stdout.on('data', async (chunk) => {
    said.out += chunk;
    const [, url] = /ready at (\S+)/.exec(said.out) ?? [];
    if (url === undefined) return;
    await whenReady(url);
    child.kill('SIGTERM');
  });
  const code = await new Promise<number | null>((done) => child.once('close', done));
  return { code, ...said };
}

describe('the process', () => {
  test('says where it is, serves, ends in order when asked to and gives the home back', async () => {
    let health = 0;
    const { code, out, err } = await run(['--bare'], { DAEDAP_CLOCK: '2026-11-23T00:00:00Z' }, async (url) => {
      health = (await fetch(`${url}/_local/health`)).status;
    });
    expect([code, err, health]).toEqual([0, '', 200]);
    expect(out).toMatch(/^The local cloud is ready at http:\/\/127\.0\.0\.1:\d+\n$/);
    expect(readdirSync(home)).not.toContain('lock');
  });

  test('bare, it takes any key and has the fixture door', async () => {
    const answers: unknown[] = [];
    await run(['--bare'], {}, async (url) => {
      const fixture = { name: 'echo', behaviour: 'echo' };
      answers.push((await fetch(`${url}/__fixtures/lambda`, { method: 'POST', body: JSON.stringify(fixture) })).status);
      const credential =
        'AWS4-HMAC-SHA256 Credential=any/20261123/us-east-1/lambda/aws4_request, SignedHeaders=host, Signature=0';
      const invoked = await fetch(`${url}/2015-03-31/functions/echo/invocations`, {
        method: 'POST',
        body: '{"a":1}',
        headers: { authorization: credential, 'x-amz-date': '20261123T000000Z' },
      });
      answers.push(await invoked.json());
    });
    expect(answers).toEqual([200, { a: 1 }]);
  });
});

describe('what cannot be done is said in one line', () => {
  const refusal = async (args: string[], environment: Record<string, string> = {}) => {
    const { code, out, err } = await run(args, environment);
    expect([code, out]).toEqual([1, '']);
    expect(err.split('\n')).toHaveLength(2);
    expect(err.length).toBeLessThanOrEqual(161);
    return err;
  };

  test('a port in use', async () => {
    const server = createServer();
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const address = server.address();
    const port = String(typeof address === 'object' ? address?.port : '');
    expect(await refusal(['--bare', '--port', port])).toContain(`port ${port} is in use, expected a free one`);
    server.close();
  });

  test('a garbled journal', async () => {
    writeFileSync(join(home, 'journal.sqlite'), 'this is no database, it is a poem about one'.repeat(200));
    expect(await refusal(['--bare'])).toContain('not a sound database');
  });

  test('a home that another city uses', async () => {
    const other = await town({}, { home });
    expect(await refusal(['--bare'])).toContain(`is in use by process ${process.pid}`);
    await other.close();
  });

  test('a home that is a file', async () => {
    rmSync(home, { recursive: true });
    writeFileSync(home, '');
    expect(await refusal(['--bare'])).toContain(home);
  });

  test.each([
    ['no instant', ['--bare'], { DAEDAP_CLOCK: 'noon' }, "DAEDAP_CLOCK is 'noon', expected an instant"],
    ['no port', ['--bare', '--port', 'http'], {}, "the port is 'http', expected a number from 0 to 65535"],
    ['an unknown argument', ['--bear'], {}, "Unknown option '--bear'"],
    ['no assembly', ['--assembly', '/nowhere'], {}, '/nowhere/manifest.json does not exist: run the synth first'],
  ])('%s', async (_name, args, environment, message) => {
    expect(await refusal(args, environment)).toContain(message);
  });

  test('a long message is cut, with all its white space made plain', () => {
    expect(faultLine(new Error(`a\n  b ${'x'.repeat(300)}`))).toMatch(/^daedap: a b x+…$/);
    expect(faultLine(new Error('x'.repeat(300)))).toHaveLength(160);
  });
});

describe('settings', () => {
  test('come from arguments before the environment, and have defaults', () => {
    expect(readSettings([], {})).toEqual({ home: '.daedap', port: 3000, bare: false, assembly: 'cdk.out' });
    const environment = { PORT: '8080', DAEDAP_HOME: '/h', DAEDAP_CLOCK: '2026-11-23T09:00:00+09:00' };
    expect(readSettings(['--port', '9', '--bare'], environment)).toEqual({
      home: '/h',
      port: 9,
      bare: true,
      standAt: Date.parse('2026-11-23T00:00:00Z'),
    });
  });

  test('a lock of a process that is gone is taken over', async () => {
    mkdirSync(home, { recursive: true });
    writeFileSync(join(home, 'lock'), JSON.stringify({ pid: 4_000_000, startedAt: '1' }));
    const place = await town({}, { home });
    expect((await place.control('health')).status).toBe(200);
    await place.close();
  });
});
