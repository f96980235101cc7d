import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** Where Debian puts LibreOffice; SOFFICE names another place. */
export const sofficePath = process.env.SOFFICE ?? '/usr/bin/soffice';
/** Whether there is a LibreOffice to open files with. */
export const hasSoffice = existsSync(sofficePath);

/** A sheet as LibreOffice understood it: how many cells compute something, and what the cells say. */
export type Opened = { readonly formulas: number; readonly text: string };

/**
 * Opens files with LibreOffice, all in one start of it, and gives what it made of each.
 *
 * @param files by name, whose ending says what they are; a CSV is read as UTF-8 with commas and quotes
 */
export async function openWithOffice(files: Readonly<Record<string, Uint8Array | string>>): Promise<Opened[]> {
  const home = await mkdtemp(join(tmpdir(), 'daedap-office-'));
  try {
    const names = Object.keys(files);
    await Promise.all(names.map((name) => writeFile(join(home, name), files[name] ?? '')));
    await promisify(execFile)(
      sofficePath,
      [
        '--headless',
        `-env:UserInstallation=file://${home}/profile`,
        '--convert-to',
        'fods',
        '--infilter=CSV:44,34,76,1',
        '--outdir',
        join(home, 'out'),
        ...names.map((name) => join(home, name)),
      ],
      { timeout: 100_000 },
    );
    return await Promise.all(
      names.map(async (name) => {
        const sheet = await readFile(join(home, 'out', name.replace(/\.\w+$/, '.fods')), 'utf8');
        return { formulas: sheet.split('table:formula=').length - 1, text: sheet };
      }),
    );
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}
