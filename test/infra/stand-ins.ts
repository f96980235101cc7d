import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Wire, wiring } from '#infra/wiring.ts';

/**
 * A folder with an empty function for every line of the wiring: the template does not depend on what functions do.
 *
 * It is named after its content and made once, whichever test file comes first.
 */
export function standInFunctions(parent: string): string {
  const entries = Object.values<Wire>(wiring).map(({ entry }) => entry);
  const folder = join(parent, createHash('sha256').update(entries.join()).digest('hex').slice(0, 12));
  if (existsSync(folder)) return folder;
  mkdirSync(parent, { recursive: true });
  const made = mkdtempSync(`${folder}-`);
  for (const entry of entries) {
    const file = join(made, `${entry}.lambda.ts`);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `export const handler = async (): Promise<string> => '${entry}';\n`);
  }
  try {
    renameSync(made, folder);
  } catch (error) {
    rmSync(made, { recursive: true });
    if (!existsSync(folder)) throw error;
  }
  return folder;
}
