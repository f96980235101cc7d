import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import * as z from 'zod';
import { rulesVersion } from '#rules/rules-version.ts';

const folder = new URL('../../rules/tables/', import.meta.url);
const versions = z
  .record(z.string(), z.string())
  .parse(JSON.parse(readFileSync(new URL('rules-versions.json', import.meta.url), 'utf8')));

// Parsed and written again, so that formatting alone makes no new version.
const hash = createHash('sha256');
for (const name of readdirSync(folder).toSorted()) {
  hash.update(`${name}\n${JSON.stringify(JSON.parse(readFileSync(new URL(name, folder), 'utf8')))}\n`);
}
const tablesHash = hash.digest('hex');

it('a changed table has a new rules version, recorded in test/rules/rules-versions.json', () => {
  expect(versions[rulesVersion], `the tables of ${rulesVersion}; if they changed, raise rules/rules-version.ts`).toBe(
    tablesHash,
  );
});

it('no two versions are of the same tables', () => {
  expect(new Set(Object.values(versions)).size).toBe(Object.keys(versions).length);
});
