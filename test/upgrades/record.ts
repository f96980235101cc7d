import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { City } from '#test/journeys/city.ts';
import { definitionToday, fileUntilTheyWait, historyOf, openCityWith } from './city-of-version.ts';

/*
 * `node test/upgrades/record.ts <date>`: keeps today's workflow as a version that later ones must bring to its end: its
 * definition, and the histories of executions that wait by it. Done before each release whose definition has changed.
 */
const [version = ''] = process.argv.slice(2);
if (!/^\d{4}-\d{2}-\d{2}$/.test(version)) throw new Error(`the version is '${version}', expected a date: 2026-11-21`);

const folder = join(import.meta.dirname, version);
const home = mkdtempSync(join(tmpdir(), 'daedap-record-'));
const cloud = await openCityWith(definitionToday(), home);
try {
  const city = new City(cloud.url);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'definition.asl.json'), definitionToday());
  for (const [state, receipt] of Object.entries(await fileUntilTheyWait(city))) {
    const events = await historyOf(city, receipt);
    writeFileSync(join(folder, `${state}.json`), `${JSON.stringify({ events }, null, 2)}\n`);
  }
} finally {
  await cloud.close();
  rmSync(home, { recursive: true, force: true });
}
