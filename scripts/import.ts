import { readFile, writeFile } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { Presets, SingleBar } from 'cli-progress';
import type { ImportShown } from '#schemas/api/imports.ts';
import { LARGEST_FILE } from '#schemas/import.ts';
import { CannotImport, CityDoor, downloaded } from './importing/city-door.ts';

/*
 * `npm run import -- <file.xlsx | file.csv>`: uploads complaints to a running city, shows how far it is, and saves the workbook
 * that says what became of each row. `npm run import -- --template`: saves a workbook to fill in.
 */
const usage =
  'expected <file.xlsx | file.csv> or --template; --url (http://127.0.0.1:3000), --as (lead-central-desk) or --token, --channel, --ignore-dates, --out';

const POLL_MS = 250;
const SHOWN_FAULTS = 10;

const options = {
  url: { type: 'string', default: 'http://127.0.0.1:3000' },
  as: { type: 'string', default: 'lead-central-desk' },
  token: { type: 'string' },
  channel: { type: 'string' },
  'ignore-dates': { type: 'boolean', default: false },
  out: { type: 'string' },
  template: { type: 'boolean', default: false },
} as const;

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

/** Waits for the end of an import with a bar of rows. */
async function followed(door: CityDoor, id: string): Promise<ImportShown> {
  const bar = new SingleBar(
    { format: '{bar} {percentage} % · {value} of {total} rows', noTTYOutput: false, hideCursor: true },
    Presets.shades_classic,
  );
  let isShown = false;
  for (;;) {
    const found = await door.read(id);
    const { rows = 0, filed = 0, filedBefore = 0, faulty = 0 } = found.counts ?? {};
    if (rows > 0) {
      if (isShown) bar.update(filed + filedBefore + faulty);
      else bar.start(rows, filed + filedBefore + faulty);
      isShown = true;
    }
    if (found.endedAt !== undefined || found.stage === 'stopped') {
      if (isShown) bar.stop();
      return found;
    }
    await pause(POLL_MS);
  }
}

async function report(found: ImportShown, out: string): Promise<void> {
  if (found.refusal !== undefined) {
    const { code, reason, reasonEn, found: what } = found.refusal;
    throw new CannotImport(`the file is refused (${code}): ${reasonEn} ${reason} [${what}]`);
  }
  if (found.stage === 'stopped') {
    throw new CannotImport(
      `import ${found.id} was stopped (${found.fault?.state} ${found.fault?.error}): nothing is lost; POST /v1/imports/${found.id}/start goes on`,
    );
  }
  const { rows, filed, filedBefore, faulty } = found.counts ?? { rows: 0, filed: 0, filedBefore: 0, faulty: 0 };
  say(`${rows} rows: ${filed} filed, ${filedBefore} filed before, ${faulty} with faults`);
  for (const { sheet, row, column, heading, reasonEn, reason } of found.faults.slice(0, SHOWN_FAULTS)) {
    say(`  ${sheet === '' ? '' : `${sheet} `}${column}${row} ${heading.replace(/\s+/g, ' ')}: ${reasonEn} ${reason}`);
  }
  if (found.faults.length > SHOWN_FAULTS) say('  … and more');
  if (found.unknownHeadings.length > 0)
    say(`not read, because the heading says nothing to the city: ${found.unknownHeadings.join(', ')}`);
  if (found.hiddenSheets.length > 0) say(`hidden sheets, not read: ${found.hiddenSheets.join(', ')}`);
  if (found.report === undefined) return;
  await writeFile(out, await downloaded(found.report.url));
  say(`what became of each row: ${out}`);
}

async function fileAt(path: string): Promise<Buffer> {
  const file = await readFile(path).catch((error: unknown) => {
    throw new CannotImport(`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  });
  if (file.length === 0) throw new CannotImport(`${path} is empty`);
  if (file.length > LARGEST_FILE)
    throw new CannotImport(`${path} has ${file.length} bytes, at most ${LARGEST_FILE} are taken: split it`);
  return file;
}

async function run(): Promise<void> {
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  const [path, ...more] = positionals;
  if (values.template) {
    const out = values.out ?? 'daedap-import.xlsx';
    await writeFile(out, await (await CityDoor.open(values)).template());
    say(`to fill in: ${out}`);
    return;
  }
  if (path === undefined || more.length > 0) throw new CannotImport(usage);
  const file = await fileAt(path);
  const door = await CityDoor.open(values);
  const id = await door.start(basename(path), file, {
    receiptDates: values['ignore-dates'] ? 'ignore' : 'keep',
    ...(values.channel === undefined ? {} : { channel: values.channel }),
  });
  say(`import ${id}: ${file.length} bytes are uploaded`);
  await report(await followed(door, id), values.out ?? `${basename(path, extname(path))}.result.xlsx`);
}

try {
  await run();
} catch (error) {
  const isOption = error instanceof TypeError && 'code' in error;
  if (!(error instanceof CannotImport || isOption)) throw error;
  process.stderr.write(`${isOption ? `${error.message.split('.')[0]}; ${usage}` : error.message}\n`);
  process.exitCode = 1;
}
