import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder for the homes that the files of one test run share (`prepared-home.ts`); it goes with the run. */
export default function makeRunFolder(): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'daedap-test-run-'));
  process.env.DAEDAP_TEST_HOMES = folder;
  return () => rmSync(folder, { recursive: true, force: true });
}
