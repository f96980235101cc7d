import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { freshAssembly, SynthFailed } from '#infra/fresh-assembly.ts';

let root: string;
let out: string;

/** Stands for the CDK app: writes what it finds, and counts its runs. */
const app = `
  import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
  const { CDK_OUTDIR: out, CDK_CONTEXT_JSON: context, DAEDAP_FUNCTIONS: functions } = process.env;
  const text = readFileSync(functions + '/a.lambda.ts', 'utf8');
  mkdirSync(out + '/asset.' + text.length, { recursive: true });
  writeFileSync(out + '/asset.' + text.length + '/index.mjs', text);
  writeFileSync(out + '/manifest.json', context);
  appendFileSync('runs', 'x');
`;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'daedap-assembly-'));
  out = join(root, 'cdk.out');
  write('infra/app.ts', app);
  write('functions/a.lambda.ts', 'one');
  write('cdk.json', '{ "context": { "flag": true } }');
});

afterEach(() => rmSync(root, { recursive: true }));

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

const runs = (): number => readFileSync(join(root, 'runs'), 'utf8').length;

describe('the cloud assembly', () => {
  it('is made with the context of cdk.json, and used again while nothing changed', async () => {
    expect(await freshAssembly({ root, out })).toMatchObject({ directory: out, reused: false });
    expect(JSON.parse(readFileSync(join(out, 'manifest.json'), 'utf8'))).toEqual({ flag: true });
    write('functions/a.lambda.ts', 'one');
    expect(await freshAssembly({ root, out })).toMatchObject({ directory: out, reused: true });
    expect(runs()).toBe(1);
  });

  it.each(['functions/a.lambda.ts', 'rules/new.ts', 'workflows/complaint.asl.json', 'package-lock.json', 'cdk.json'])(
    'is made anew after a change of %s',
    async (path) => {
      await freshAssembly({ root, out });
      write(path, '{ "context": {}, "changed": true }');
      expect(await freshAssembly({ root, out })).toMatchObject({ reused: false });
      expect(runs()).toBe(2);
    },
  );

  it('is made anew on demand, and when a part of it is gone', async () => {
    await freshAssembly({ root, out });
    expect(await freshAssembly({ root, out, anew: true })).toMatchObject({ reused: false });
    rmSync(join(out, 'manifest.json'));
    expect(await freshAssembly({ root, out })).toMatchObject({ reused: false });
  });

  it('leaves a running city its functions for a day', async () => {
    await freshAssembly({ root, out });
    write('functions/a.lambda.ts', 'three');
    await freshAssembly({ root, out });
    expect(existsSync(join(out, 'asset.3', 'index.mjs'))).toBe(true);
    const longAgo = new Date(Date.now() - 25 * 60 * 60 * 1000);
    utimesSync(join(out, 'asset.3'), longAgo, longAgo);
    await freshAssembly({ root, out, anew: true });
    expect(readdirSync(out).filter((name) => name.startsWith('asset.'))).toEqual(['asset.5']);
  });

  it('comes out whole from two at once, who leave nothing behind', async () => {
    await Promise.all([freshAssembly({ root, out }), freshAssembly({ root, out })]);
    expect(await freshAssembly({ root, out })).toMatchObject({ reused: true });
    expect(readdirSync(out).sort()).toEqual(['asset.3', 'inputs.sha256', 'manifest.json']);
    expect(readdirSync(root).filter((name) => name.startsWith('cdk.out'))).toEqual(['cdk.out']);
  });

  it('says in one line why it could not be made, and keeps all that was said', async () => {
    write('infra/app.ts', `console.error('warming up'); throw new Error('infra/wiring.ts has no line for tasks/new');`);
    const failing = freshAssembly({ root, out });
    await expect(failing).rejects.toBeInstanceOf(SynthFailed);
    await expect(failing).rejects.toMatchObject({
      message: 'infra/app.ts ended with 1: Error: infra/wiring.ts has no line for tasks/new',
      output: expect.stringContaining('warming up'),
    });
    expect(existsSync(join(out, 'inputs.sha256'))).toBe(false);
  });
});
