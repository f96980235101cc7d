import { spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { sayFault } from '#local/main.ts';
import { cdkArguments } from './deployed/cdk-arguments.ts';

/* `npm run deploy | diff | destroy`: the CDK's command line on the city's stack, in a region that was named. */
const root = resolve(import.meta.dirname, '..');
try {
  const [verb = '', ...args] = process.argv.slice(2);
  const { status } = spawnSync(
    process.execPath,
    [join(root, 'node_modules', 'aws-cdk', 'bin', 'cdk'), ...cdkArguments(verb, args, process.env)],
    { cwd: root, stdio: 'inherit' },
  );
  process.exitCode = status ?? 1;
} catch (error) {
  sayFault(error);
  process.exitCode = 1;
}
