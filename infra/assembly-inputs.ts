import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';

/** What the cloud assembly is made from: folders and files of the project. */
const inputs = [
  'schemas',
  'rules',
  'workflows',
  'infra',
  'cdk.json',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
];

/**
 * A hash over names and contents of everything the cloud assembly is made from. A change of one byte changes it; a touch
 * does not.
 *
 * @param root      absolute path of the project
 * @param functions absolute path of the folder of functions
 */
export function inputsHash(root: string, functions: string): string {
  const hash = createHash('sha256');
  const files = [...inputs.map((name) => join(root, name)), functions].flatMap(filesBelow).sort();
  for (const file of files) {
    const content = readFileSync(file);
    hash.update(`${relative(root, file)}\n${content.length}\n`).update(content);
  }
  return hash.digest('hex');
}

function filesBelow(path: string): string[] {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return [];
  if (stats.isFile()) return [path];
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}
