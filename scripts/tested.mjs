import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/*
 * `node scripts/tested.mjs`: ends with 0 when all tests have passed on this very tree, so that `npm run verify` right after
 * `npm test` does not run them a second time. `--keep`, after `npm test`: notes that they have.
 */
const root = dirname(import.meta.dirname);
const noted = join(root, '.reports', 'tested-tree');
const report = join(root, '.reports', 'test.json');

/** Every file of the tree by its content, and the Node that runs it; `undefined` where git does not know the tree. */
function treeOf() {
  try {
    const list = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '-z'], { cwd: root, stdio: 'pipe' });
    const hash = createHash('sha256').update(process.version);
    for (const name of list.toString().split('\0').filter(Boolean)) {
      const path = join(root, name);
      hash.update(`\0${name}\0`).update(existsSync(path) ? readFileSync(path) : 'gone');
    }
    return hash.digest('hex');
  } catch {
    return undefined;
  }
}

/** Whether the last report is of all test files, and each test of them passed. */
function haveAllPassed() {
  const { success, testResults } = JSON.parse(readFileSync(report, 'utf8'));
  const files = globSync('test/**/*.test.ts', { cwd: root, exclude: ['test/endurance/**'] });
  return success === true && testResults.length === files.length;
}

const tree = treeOf();
if (process.argv.includes('--keep')) {
  mkdirSync(dirname(noted), { recursive: true });
  writeFileSync(noted, tree !== undefined && existsSync(report) && haveAllPassed() ? tree : '');
} else if (tree !== undefined && existsSync(noted) && readFileSync(noted, 'utf8') === tree) {
  process.stdout.write('All tests have passed on this very tree.\n');
} else {
  process.exitCode = 1;
}
