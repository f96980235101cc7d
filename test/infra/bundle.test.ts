import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundle, entries } from '#infra/bundle.ts';
import { root } from '#test/infra/the-template.ts';

const run = promisify(execFile);
let home: string;

beforeAll(async () => {
  mkdirSync(join(root, '.bundles'), { recursive: true });
  home = mkdtempSync(join(root, '.bundles', 'bundle-test-'));
  source(
    'tasks/refuse.lambda.ts',
    `import { Unheard } from '#schemas/errors.ts';
     export const handler = async () => { throw new Unheard('1'); };`,
  );
  source('relay/old.lambda.ts', `import { sep } from './old.cjs'; export const handler = async () => sep;`);
  source('relay/old.cjs', `exports.sep = require('node:path').sep;`);
  source('relay/wording.ts', `export const word = 'not an entry';`);
  await bundle({ root, functions: join(home, 'functions'), out: join(home, 'out') });
});

afterAll(() => rmSync(home, { recursive: true }));

function source(path: string, text: string): void {
  const file = join(home, 'functions', path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

/** Runs JavaScript in a Node of its own, as Lambda would: the bundle alone, with its source map. */
async function inNode(script: string, env: Record<string, string> = {}): Promise<string> {
  const args = ['--enable-source-maps', '--input-type=module', '--eval', script];
  const { stdout } = await run(process.execPath, args, { cwd: home, env: { ...process.env, ...env } });
  return stdout.trim();
}

const bundled = (entry: string): string => join(home, 'out', entry, 'index.mjs');

describe('bundling', () => {
  it('finds the functions by their ending', () => {
    expect(entries(join(home, 'functions'))).toEqual(['relay/old', 'tasks/refuse']);
  });

  it('an error keeps its name, which the state machine matches, and its place in the source', async () => {
    const script = `import { handler } from '${bundled('tasks/refuse')}';
      await handler().catch(({ name, stack }) => console.log(name, stack));`;
    const said = await inNode(script);
    expect(said).toMatch(/^Unheard /);
    expect(said).toContain('refuse.lambda.ts:2');
  });

  it('a package written as CommonJS works inside', async () => {
    const script = `import { handler } from '${bundled('relay/old')}'; console.log(await handler());`;
    expect(await inNode(script)).toBe('/');
  });

  it('a bundle needs nothing beside it but Node', () => {
    const imported = [...readFileSync(bundled('tasks/refuse'), 'utf8').matchAll(/from\s*["']([^"']+)["']/g)];
    expect(imported.map(([, name]) => name).filter((name) => name?.startsWith('node:') !== true)).toEqual([]);
  });
});

describe('the functions of the city', () => {
  it('each load from their bundle alone and export a handler', async () => {
    const functions = join(root, 'functions');
    const out = join(home, 'city');
    await bundle({ root, functions, out });
    const files = entries(functions).map((entry) => join(out, entry, 'index.mjs'));
    const script = `for (const file of ${JSON.stringify(files)}) {
      const { handler } = await import(file);
      if (typeof handler !== 'function') console.log(file);
    }`;
    expect(await inNode(script, settings)).toBe('');
  });
});

const settings = {
  AWS_REGION: 'ap-northeast-2',
  COMPLAINT_TABLE: 'complaints',
  STATISTICS_TABLE: 'statistics',
  CITY_TABLE: 'city',
  IDENTITY_TABLE: 'identities',
  FILE_BUCKET: 'files',
  SUBSCRIPTION_TABLE: 'subscriptions',
  APP_TOPIC_ARN: 'arn:aws:sns:ap-northeast-2:000000000000:apps.fifo',
  APP_QUEUE_URL: 'http://127.0.0.1/apps',
  APP_DEAD_LETTERS_URL: 'http://127.0.0.1/lost',
  APP_DEAD_LETTERS_ARN: 'arn:aws:sqs:ap-northeast-2:000000000000:lost.fifo',
  USER_POOL_ID: 'pool',
  STATE_MACHINE_ARN: 'arn:aws:states:ap-northeast-2:000000000000:stateMachine:complaint',
  RELAY_QUEUE_URL: 'http://127.0.0.1/relay',
  NOTICE_QUEUE_URL: 'http://127.0.0.1/notices',
  CALENDAR_QUEUE_URL: 'http://127.0.0.1/calendar',
  AUDIT_OFFICE_TOPIC_ARN: 'arn:aws:sns:ap-northeast-2:000000000000:audit',
  OPERATOR_TOPIC_ARN: 'arn:aws:sns:ap-northeast-2:000000000000:operators',
  DUTY_LEAD_TOPIC_ARN: 'arn:aws:sns:ap-northeast-2:000000000000:duty',
  EMERGENCY_TABLE: 'messages',
  REGISTRY_TABLE: 'registry',
  DELIVERY_TABLE: 'deliveries',
  AUDIENCE_BUCKET: 'audiences',
  IMPORT_TABLE: 'imports',
  IMPORT_BUCKET: 'imports',
  IMPORT_MACHINE_ARN: 'arn:aws:states:ap-northeast-2:000000000000:stateMachine:imports',
  EMERGENCY_MACHINE_ARN: 'arn:aws:states:ap-northeast-2:000000000000:stateMachine:emergency',
  EMERGENCY_OFFICIALS_TOPIC_ARN: 'arn:aws:sns:ap-northeast-2:000000000000:officials',
  EMERGENCY_APPS_TOPIC_ARN: 'arn:aws:sns:ap-northeast-2:000000000000:apps',
  SMS_REGION: 'ap-northeast-1',
  MAIL_FROM: 'no-reply@daedap.example',
  PUBLIC_URL: 'https://daedap.example',
  PRIVATE_TARGETS: 'none',
  INSTITUTION_QUEUE_URL: 'https://sqs.example/institutions',
  ALLOWED_PHONE_PREFIXES: '+82',
  SMS_DAILY_CAP_PER_NUMBER: '20',
  SMS_DAILY_CAP: '1000',
};
