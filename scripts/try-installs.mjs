/*
 * `node scripts/try-installs.mjs`: tries `npm ci` from the lockfile with npm 10.8 and 11 on Node 20, 22 and 24, each in a
 * folder of its own, and starts the local cloud's parser, esbuild and DynamoDB in each. Needs the npm registry; no part of npm test.
 */
import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { root } from './require-node.mjs';

const nodes = ['20.20', '22', '24'];
const npms = ['10.8', '11'];
const execute = promisify(execFile);
const folder = mkdtempSync(join(tmpdir(), 'daedap-installs-'));

/** A tool from the registry, in a folder of its own. */
async function tool(name, version) {
  const home = join(folder, `${name}-${version}`);
  mkdirSync(home);
  await execute('npm', [
    'install',
    '--prefix',
    home,
    '--no-audit',
    '--no-fund',
    '--foreground-scripts',
    `${name}@${version}`,
  ]);
  return join(home, 'node_modules');
}

/** What a fresh install must be able to do: the pinned Node runs our types away, esbuild and DynamoDB have their binaries. */
const proof = `
import { execFileSync } from 'node:child_process';
import { dynoxideBinary } from './local/dynamodb/dynoxide-binary.ts';
import { transform } from 'esbuild';
await transform('const a: number = 1', { loader: 'ts' });
execFileSync(dynoxideBinary(), ['--version']);
console.log(process.version);
`;

let failed = 0;
try {
  for (const nodeVersion of nodes) {
    const nodeHome = await tool('node', nodeVersion);
    const node = join(nodeHome, 'node', 'bin', 'node');
    const { stdout: exact } = await execute(node, ['--version']);
    for (const npmVersion of npms) {
      const npmHome = join(folder, `npm-${npmVersion}`, 'node_modules');
      if (nodeVersion === nodes[0]) await tool('npm', npmVersion);
      const npm = join(npmHome, 'npm', 'bin', 'npm-cli.js');
      const tree = join(folder, 'tree');
      rmSync(tree, { recursive: true, force: true });
      mkdirSync(tree);
      for (const name of ['package.json', 'package-lock.json', '.npmrc', 'local', 'tsconfig.json'])
        cpSync(join(root, name), join(tree, name), { recursive: true });
      const env = { ...process.env, PATH: `${join(nodeHome, 'node', 'bin')}${delimiter}${process.env.PATH}` };
      const startedAt = performance.now();
      const tried = `Node ${exact.trim()}, npm ${npmVersion}`;
      try {
        await execute(node, [npm, 'ci', '--no-audit', '--no-fund'], { cwd: tree, env, maxBuffer: 67_108_864 });
        const pinned = join(tree, 'node_modules', '.bin', 'node');
        const { stdout } = await execute(pinned, ['--input-type=module', '--eval', proof], { cwd: tree, env });
        const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
        process.stdout.write(`ok      ${tried}: ${seconds} s, pinned ${stdout.trim().split(' ')[0]}\n`);
      } catch (error) {
        failed += 1;
        process.stdout.write(
          `FAILED  ${tried}: ${String(error.stderr ?? error.message)
            .trim()
            .slice(-1200)}\n`,
        );
      }
    }
  }
} finally {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}
process.exitCode = failed > 0 ? 1 : 0;
