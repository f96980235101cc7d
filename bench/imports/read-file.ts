import { readFileSync } from 'node:fs';
import { readSheets } from '#functions/imports/files/read-sheets.ts';
import { findHeadings } from '#functions/imports/find-headings.ts';
import { judgedRows } from '#rules/imports/row-filing.ts';
import { FileRefused } from '#schemas/import-errors.ts';
import { Instant } from '#schemas/instant.ts';

/* A process of its own that reads one file, by our reader or by a peer, and says what it took: `read-file.ts <ours|peer> <path>`. */
const [by = 'ours', path = ''] = process.argv.slice(2);

async function ours(file: Buffer): Promise<string> {
  try {
    const { sheets } = await readSheets(file, findHeadings);
    const judging = {
      at: Instant.parse('2026-11-23T00:00:00.000Z'),
      kinds: [],
      channel: 'visit',
      keepsDates: true,
    } as const;
    let rows = 0;
    for (const sheet of sheets) for (const judged of judgedRows(sheet, judging)) rows += 'filing' in judged ? 1 : 0;
    return `${rows} rows`;
  } catch (error) {
    if (error instanceof FileRefused) return error.code;
    throw error;
  }
}

async function peer(file: Buffer): Promise<string> {
  const { default: read } = await import('read-excel-file/node');
  const [sheet] = await read(file);
  return `${(sheet?.data.length ?? 1) - 1} rows`;
}

const file = readFileSync(path);
const before = process.memoryUsage.rss();
const startedAt = performance.now();
const outcome = await (by === 'ours' ? ours(file) : peer(file));
const milliseconds = performance.now() - startedAt;
// Not maxRSS, which a process has from the one that started it.
const peak = Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]) / 1024;
process.stdout.write(JSON.stringify({ outcome, milliseconds, peakMiB: peak, grownMiB: peak - before / 1024 / 1024 }));
