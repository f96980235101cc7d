/* `npm start`: looks for what it needs, then goes on in start.ts in the pinned Node: in this process, if it is that one. */
import { spawn } from 'node:child_process';
import { realpathSync } from 'node:fs';
import * as module from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { giveUp, pinnedNode, root } from './require-node.mjs';

const node = pinnedNode();
if (node === undefined)
  giveUp(`Node is ${process.versions.node}, expected 24 or the pinned node_modules/.bin/node: run npm ci`);
if (realpathSync(node) === realpathSync(process.execPath)) {
  try {
    // Erasing types and compiling is most of a start (0.6 s of 0.7 s of CPU); kept now, since kill -9 keeps nothing.
    module.enableCompileCache(join(root, 'node_modules', '.cache', 'daedap'));
    await import('./start.ts');
    module.flushCompileCache();
  } catch (error) {
    if (process.env.DEBUG !== undefined || error.code !== 'ERR_MODULE_NOT_FOUND') throw error;
    giveUp(`${error.message.split(' imported from')[0]}, expected it in node_modules: run npm ci`);
  }
} else {
  // The city hears by the channel when this process is killed, and ends as well.
  const self = fileURLToPath(import.meta.url);
  const child = spawn(node, [self, ...process.argv.slice(2)], { stdio: ['inherit', 'inherit', 'inherit', 'ipc'] });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => giveUp(`${node} cannot be run (${error.code}), expected Node 24: run npm ci`));
  child.on('exit', (code, signal) => process.exit(code ?? (signal === null ? 0 : 1)));
}
