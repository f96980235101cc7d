import { cpSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { openCity } from '#scripts/open-city.ts';

/**
 * Lays down a home that holds the sample city and whose clock stands at the instant: what a fresh start leaves behind.
 *
 * Loading the city takes most of a start (2.4 of 2.5 s of CPU, measured), and it is the same for each test that opens
 * one at the same instant. So the first of a run loads it, by a fresh start, and all begin with a copy of that home.
 * Whoever is not in a run gets nothing, and starts afresh.
 *
 * @param homes the run's folder, made by `run-folder.ts`
 */
export async function layDownHome(home: string, standAt: number, homes = process.env.DAEDAP_TEST_HOMES): Promise<void> {
  if (homes === undefined) return;
  const prepared = join(homes, String(standAt));
  if (!existsSync(prepared)) await prepare(prepared, standAt);
  cpSync(prepared, home, { recursive: true });
}

async function prepare(prepared: string, standAt: number): Promise<void> {
  mkdirSync(dirname(prepared), { recursive: true });
  const made = mkdtempSync(`${prepared}.`);
  const cloud = await openCity({ home: made, standAt });
  await cloud.close();
  try {
    renameSync(made, prepared);
  } catch (error) {
    // Another file of tests that runs beside this one was first.
    if (!existsSync(prepared)) throw error;
    rmSync(made, { recursive: true, force: true });
  }
}
