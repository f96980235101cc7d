/* Plain JavaScript, so that an old Node can run it far enough to say what is missing. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's folder. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** The Node that the project pins by the npm package `node`, or the one that runs this when it is new enough. */
export function pinnedNode() {
  const pinned = join(root, 'node_modules', '.bin', process.platform === 'win32' ? 'node.cmd' : 'node');
  if (existsSync(pinned)) return pinned;
  const major = Number(process.versions.node.split('.')[0]);
  if (major >= 24) return process.execPath;
  return undefined;
}

/** Says one line on stderr and ends with 1. */
export function giveUp(line) {
  process.stderr.write(`${line}\n`);
  process.exit(1);
}
