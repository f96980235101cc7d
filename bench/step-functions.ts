import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { StateMachine, type StateMachineDefinition } from 'aws-local-stepfunctions';
import { inFlight } from './city.ts';
import { complaintShape, LIFECYCLE_STATES, lifecycle, waitUntil } from './engine/definitions.ts';
import { writesPerSecond } from './engine/group-commit.ts';
import { LocalEngine } from './engine/local-engine.ts';

/*
 * `npm run bench:engine [-- --lives N --waiting N --year N]`: our Step Functions beside npm aws-local-stepfunctions (in
 * memory, keeps nothing) and beside the disk's own limit, in one run.
 */
const { values } = parseArgs({
  options: {
    lives: { type: 'string', default: '2000' },
    waiting: { type: 'string', default: '100000' },
    year: { type: 'string', default: '5000' },
  },
});
const lives = Number(values.lives);

const line = (name: string, value: string, aim = ''): void => {
  process.stdout.write(`${name.padEnd(60)} ${value.padStart(12)}  ${aim}\n`);
};
const whole = (value: number): string => value.toLocaleString('en', { maximumFractionDigits: 0 });
const ratio = (ours: number, theirs: number): string => `${(ours / theirs).toFixed(3)} of it`;

/** Transitions a second. */
async function pace(count: number, atOnce: number, run: (index: number) => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await inFlight(count, atOnce, async (index) => void (await run(index)));
  return (count * LIFECYCLE_STATES) / ((performance.now() - startedAt) / 1000);
}

// Both engines take definitions as data; the package's own type wants them as literals.
const theirs = (definition: object): StateMachine =>
  new StateMachine(definition as StateMachineDefinition, { validationOptions: { checkArn: false } });
const echoes = Object.fromEntries(
  Object.keys(lifecycle().States).map((name) => [name, (event: unknown) => event as null]),
);
const theirLife = theirs(lifecycle());
const runTheirs = (index: number): Promise<unknown> =>
  theirLife.run({ number: `n${index}` }, { overrides: { taskResourceLocalHandlers: echoes } }).result;

process.stdout.write(`${cpus().length} × ${cpus()[0]?.model}, Node ${process.versions.node}\n`);
const engine = await LocalEngine.open();
const arn = await engine.machine('lifecycle', lifecycle());
let started = 0;
const runOurs = (): Promise<void> => {
  started += 1;
  return engine.run(arn, `e-${started}`, { number: `n${started}` });
};
await pace(200, 64, runOurs);
await pace(200, 64, runTheirs);
const disk = await writesPerSecond(64, lives * 5);
const many = await pace(lives, 64, runOurs);
const theirMany = await pace(lives, 64, runTheirs);
line(`limit: synced writes of a transition per second, 64 at once`, whole(disk));
line(`aws-local-stepfunctions, in memory: transitions per second`, whole(theirMany));
line(`ours, durable: transitions per second, 64 at once`, whole(many), `aim ≥ 10,000`);
line(`  … beside the disk's limit`, ratio(many, disk));
line(`  … beside aws-local-stepfunctions`, ratio(many, theirMany));
const one = await pace(Math.ceil(lives / 8), 1, runOurs);
const theirOne = await pace(Math.ceil(lives / 8), 1, runTheirs);
line(`aws-local-stepfunctions, one at a time`, whole(theirOne));
line(`ours, durable, one at a time`, whole(one), `aim ≥ 2,500`);
line(`  … beside aws-local-stepfunctions`, ratio(one, theirOne));

/** Milliseconds for a thousand executions, each of which waits 0.1 s. */
async function thousandWaits(run: (index: number, until: string) => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  const until = (): string => new Date(Date.now() + 100).toISOString();
  await Promise.all(Array.from({ length: 1000 }, (_, index) => run(index, until())));
  return performance.now() - startedAt;
}
const waits = await engine.machine('waits', waitUntil);
const theirWaits = theirs(waitUntil);
const wall = await thousandWaits((index, until) => engine.run(waits, `w-${index}`, { until }));
const theirWall = await thousandWaits((_, until) => theirWaits.run({ until }).result);
line(`aws-local-stepfunctions: 1,000 × 0.1 s waits, ms`, whole(theirWall));
line(`ours: 1,000 × 0.1 s waits, ms`, whole(wall), `aim ≤ 1.3 × theirs: ${(wall / theirWall).toFixed(2)} ×`);
await engine.close();

const year = await LocalEngine.open({ standAt: Date.parse('2026-11-23T00:00:00Z') });
const complaints = await year.machine('complaint', complaintShape);
const yearStartedAt = performance.now();
await inFlight(Number(values.year), 500, async (index) => {
  await year.start(complaints, `c-${index}`, { number: `n${index}`, days: 10 + (index % 280) });
});
await year.cloud.clock.advanceTo(year.cloud.clock.now() + 366 * 86_400_000);
line(
  `${whole(Number(values.year))} of the complaint's shape over a year, s`,
  ((performance.now() - yearStartedAt) / 1000).toFixed(1),
  'aim ≤ 60',
);
await year.close();

const home = mkdtempSync(join(tmpdir(), 'daedap-parked-'));
const parked = (count: string): Record<string, number> =>
  JSON.parse(
    execFileSync(process.execPath, [join(import.meta.dirname, 'engine/parked.ts'), home, count], { encoding: 'utf8' }),
  );
const filled = parked(values.waiting);
const again = parked('0');
const theirHeap = process.memoryUsage().heapUsed;
const waiting = Array.from({ length: 10_000 }, () =>
  theirWaits.run({ until: new Date(Date.now() + 2_000_000_000).toISOString() }),
);
await new Promise((next) => setTimeout(next, 1_000));
const theirBytes = (process.memoryUsage().heapUsed - theirHeap) / waiting.length;
line(
  `ours: ${whole(filled.waiting ?? 0)} waiting, memory of the process, MiB`,
  whole(filled.memoryMiB ?? 0),
  'aim ≤ 250',
);
line(`  … at the most while they were begun, MiB`, whole(filled.peakMiB ?? 0));
line(`  … a start on them, seconds`, ((again.openMs ?? 0) / 1000).toFixed(1), 'aim ≤ 10');
line(`ours: heap of each waiting execution, bytes`, whole(filled.heapBytesEach ?? 0));
line(`aws-local-stepfunctions: heap of each waiting execution, bytes`, whole(theirBytes));
rmSync(home, { recursive: true, force: true });
process.exit(0);
