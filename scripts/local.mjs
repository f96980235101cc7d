/* `npm run local -- --bare --port P`: the local cloud alone, in the pinned Node. See docs/step-functions.md. */
import { spawn } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { giveUp, pinnedNode } from './require-node.mjs';

const node = pinnedNode();
if (node === undefined)
  giveUp(`Node is ${process.versions.node}, expected 24 or the pinned node_modules/.bin/node: run npm ci`);
if (realpathSync(node) === realpathSync(process.execPath)) {
  try {
    const { runLocalCloud } = await import('../local/main.ts');
    await runLocalCloud();
  } catch (error) {
    if (process.env.DEBUG !== undefined || error.code !== 'ERR_MODULE_NOT_FOUND') throw error;
    giveUp(`${error.message.split(' imported from')[0]}, expected it in node_modules: run npm ci`);
  }
} else {
  // The cloud hears by the channel when this process is killed, and ends as well.
  const self = fileURLToPath(import.meta.url);
  const child = spawn(node, [self, ...process.argv.slice(2)], { stdio: ['inherit', 'inherit', 'inherit', 'ipc'] });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => giveUp(`${node} cannot be run (${error.code}), expected Node 24: run npm ci`));
  child.on('exit', (code, signal) => process.exit(code ?? (signal === null ? 0 : 1)));
}
