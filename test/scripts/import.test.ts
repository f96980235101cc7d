import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const script = resolve(import.meta.dirname, '../../scripts/import.ts');
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'daedap-'));
  writeFileSync(join(folder, 'empty.xlsx'), '');
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const usage = 'expected <file.xlsx | file.csv> or --template';

describe('npm run import', () => {
  test.each([
    ['an option it does not know', ['--help'], `Unknown option '--help'; ${usage}`],
    ['no file', [], usage],
    ['two files', ['a.xlsx', 'b.xlsx'], usage],
    ['a file that is not there', ['none.xlsx'], 'none.xlsx cannot be read: ENOENT'],
    ['an empty file', ['empty.xlsx'], 'empty.xlsx is empty'],
  ])('says what is wrong with %s, and ends with 1', (_name, given, said) => {
    const { status, stderr } = spawnSync(process.execPath, [script, ...given], { cwd: folder, encoding: 'utf8' });
    expect(stderr.startsWith(said), stderr).toBe(true);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(status).toBe(1);
  });
});
