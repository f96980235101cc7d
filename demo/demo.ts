import { randomUUID } from 'node:crypto';
import { readArguments } from './arguments.ts';
import { CityClock } from './city/clock.ts';
import { findCity } from './city/find-city.ts';
import type { City } from './city/own-city.ts';
import { Cast } from './play/cast.ts';
import { Play } from './play/play.ts';
import type { Scene } from './play/scene.ts';
import { type Filings, filingsOf, type RowFault } from './reading/filings.ts';
import { readSheet } from './reading/sheet.ts';
import { oneLine, Refusal } from './refusal.ts';
import { progress } from './report/progress.ts';
import { report } from './report/report.ts';
import { type DistrictNames, readSampleCity } from './sample-city.ts';
import { equationsOf, type Found } from './sums/equations.ts';
import { factsOfApi } from './sums/facts-of-api.ts';
import { factsOfTable } from './sums/facts-of-table.ts';
import { readOutbox } from './sums/outbox.ts';
import { readStatistics } from './sums/statistics.ts';

/* `npm run demo`: a city's complaints from filing to rating, and whether all sums come out. */

/** An equation that fails, as the last line of the demo names it. */
const failures = (found: Found): string[] =>
  equationsOf(found).flatMap(({ holds, name, left, right }) => (holds ? [] : [`${name}: ${left} = ${right}`]));

function sayFault({ row, column, reason }: RowFault): void {
  process.stderr.write(` row ${row}${column === undefined ? '' : `, column ${column}`}: ${reason}\n`);
}

/** Plays the filings in a city and prints what came of them. */
async function playIn({ url }: City, filings: Filings, names: DistrictNames): Promise<Found> {
  const scene: Scene = {
    url,
    clock: new CityClock(url),
    cast: await Cast.of(url),
    run: randomUUID(),
    filed: new Map(),
  };
  const start = await scene.clock.now();
  const shown = progress();
  try {
    const { declined, decree } = await new Play(scene, shown).run(filings.rows, start);
    const now = await scene.clock.now();
    shown.reads(scene.filed.size);
    const { facts, histories } = await factsOfApi(scene, now, () => shown.hasRead());
    const filed = [...scene.filed.keys()];
    const found: Found = {
      taken: filings.taken,
      faults: [...filings.faults, ...declined],
      filed,
      api: facts,
      table: await factsOfTable(scene),
      outbox: await readOutbox(url, start, new Set(filed)),
      decree,
      statistics: await readStatistics(scene, start, now),
    };
    shown.stop();
    declined.forEach(sayFault);
    process.stdout.write(`${report(found, histories, names).join('\n')}\n`);
    return found;
  } finally {
    shown.stop();
  }
}

/** Ends the city and the demo when somebody stops it; from then on nothing else is said. */
function endOnSignal(city: City): { hasCome(): boolean } {
  let hasCome = false;
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const) {
    process.on(signal, () => {
      if (hasCome) return;
      hasCome = true;
      void city.end().finally(() => process.exit(code));
    });
  }
  return { hasCome: () => hasCome };
}

async function main(): Promise<void> {
  const startedAt = performance.now();
  const { name, path, count } = readArguments(process.argv.slice(2), process.env.INIT_CWD ?? process.cwd());
  const { names, ...known } = await readSampleCity();
  const filings = filingsOf(await readSheet(path), count, known);
  filings.faults.forEach(sayFault);
  if (filings.rows.length === 0) throw new Refusal(`'${name}' has no row that can be filed, of ${filings.taken}`);
  const city = await findCity(process.env);
  const signal = endOnSignal(city);
  try {
    if (city.isOwn) process.stderr.write(' no city is running here: starting one for the demo\n');
    await city.whenUp();
    const whose = city.isOwn ? 'a city of its own' : 'the running city, whose clock it moves';
    process.stdout.write(` Daedap 대답 · ${name} · ${filings.rows.length} filings in ${whose}, ${city.url}\n`);
    const failed = failures(await playIn(city, filings, names));
    process.stdout.write(` ${((performance.now() - startedAt) / 1000).toFixed(1)} s\n`);
    if (failed.length > 0) throw new Refusal(`an equation fails: ${failed.join('; ')}`);
  } catch (error) {
    // What breaks because the city is being ended is no news.
    if (signal.hasCome()) await new Promise(() => {});
    throw error;
  } finally {
    await city.end();
  }
}

try {
  await main();
} catch (error) {
  process.stderr.write(
    `${process.env.DEBUG === undefined || !(error instanceof Error) ? oneLine(error) : error.stack}\n`,
  );
  process.exitCode = 1;
}
