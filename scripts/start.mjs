/* `npm start`: looks for what it needs, then hands over to start.ts in the pinned Node. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { giveUp, pinnedNode, root } from './require-node.mjs';

const node = pinnedNode();
if (node === undefined)
  giveUp(`Node ${process.versions.node} is too old without the pinned node_modules/.bin/node: run npm ci first`);
if (!existsSync(join(root, 'node_modules', 'zod'))) giveUp('node_modules is missing or incomplete: run npm ci first');
const child = spawn(node, [join(root, 'scripts', 'start.ts'), ...process.argv.slice(2)], { stdio: 'inherit' });
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => process.exit(code ?? (signal === null ? 0 : 1)));
