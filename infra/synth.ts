import { resolve } from 'node:path';
import { freshAssembly, SynthFailed } from './fresh-assembly.ts';

/* `npm run synth`: writes cdk.out anew, after cdk-nag has agreed, and says so in one line. */
const root = resolve(import.meta.dirname, '..');
try {
  const { directory, seconds } = await freshAssembly({ root, out: resolve(root, 'cdk.out'), anew: true });
  process.stdout.write(`${directory} is written (${seconds.toFixed(1)} s)\n`);
} catch (error) {
  if (!(error instanceof SynthFailed)) throw error;
  process.stderr.write(`${error.output}\n`);
  process.exitCode = 1;
}
