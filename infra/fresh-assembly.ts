import { spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { performance } from 'node:perf_hooks';
import { inputsHash } from './assembly-inputs.ts';

/** Where the assembly is, whether an earlier one could be used, and how long it took. */
export type Assembly = { readonly directory: string; readonly reused: boolean; readonly seconds: number };

/** What to make it from and where; relative paths are to the working folder. */
export type Wanted = {
  readonly root: string;
  readonly out: string;
  /** Another folder of functions, for tests of the template alone; the project's own by default. */
  readonly functions?: string;
  /** Make it anew even if nothing changed; false by default. */
  readonly anew?: boolean;
};

const HASH_FILE = 'inputs.sha256';
const OLD_ASSET_MS = 24 * 60 * 60 * 1000;

/**
 * The cloud assembly (`cdk.out`) of the project as it stands, made only if something it is made from has changed.
 *
 * Runs the CDK app itself rather than the CDK's command line, which would add seconds. The app writes to a folder beside
 * `out`, from where the parts are moved one by one, the hash last: two at once end with the same, and a city that runs on
 * the assembly before keeps its functions for a day.
 *
 * @throws SynthFailed when the app does not come to an end
 */
export async function freshAssembly({ root, out, functions, anew = false }: Wanted): Promise<Assembly> {
  const startedAt = performance.now();
  const project = resolve(root);
  const directory = resolve(out);
  const sources = resolve(functions ?? join(project, 'functions'));
  const hash = inputsHash(project, sources);
  const reused = !anew && hashOf(directory) === hash;
  if (!reused) {
    mkdirSync(dirname(directory), { recursive: true });
    const made = mkdtempSync(`${directory}.`);
    try {
      await runApp(project, sources, made);
      takeOver(made, directory);
      writeFileSync(join(directory, HASH_FILE), hash);
    } finally {
      rmSync(made, { recursive: true, force: true });
    }
  }
  return { directory, reused, seconds: (performance.now() - startedAt) / 1000 };
}

/** The CDK app ended otherwise than well; `output` is all it said. */
export class SynthFailed extends Error {
  override readonly name = 'SynthFailed';
  readonly output: string;
  constructor(reason: string, output: string) {
    super(`infra/app.ts ${reason}: ${firstLineOf(output)}`);
    this.output = output;
  }
}

function hashOf(directory: string): string | undefined {
  const file = join(directory, HASH_FILE);
  if (!existsSync(file) || !existsSync(join(directory, 'manifest.json'))) return undefined;
  return readFileSync(file, 'utf8');
}

async function runApp(root: string, functions: string, out: string): Promise<void> {
  const { context }: { context: unknown } = JSON.parse(readFileSync(join(root, 'cdk.json'), 'utf8'));
  const app = spawn(process.execPath, [join(root, 'infra', 'app.ts')], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    // As the CDK's command line hands them over.
    env: { ...process.env, CDK_OUTDIR: out, CDK_CONTEXT_JSON: JSON.stringify(context), DAEDAP_FUNCTIONS: functions },
  });
  // Whoever is asked to end meanwhile leaves neither the app nor half an assembly behind.
  const leave = (): void => {
    app.kill('SIGKILL');
    rmSync(out, { recursive: true, force: true });
  };
  process.once('exit', leave);
  app.once('close', () => process.off('exit', leave));
  let output = '';
  for (const stream of [app.stdout, app.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  const { promise, resolve: end, reject } = Promise.withResolvers<void>();
  app.on('error', reject);
  app.on('close', (code, signal) => {
    if (code === 0) end();
    else reject(new SynthFailed(code === null ? `was ended by ${signal}` : `ended with ${code}`, output));
  });
  await promise;
}

/** Moves the assembly to its place: first what is named by its content, then what names it. */
function takeOver(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  rmSync(join(to, HASH_FILE), { force: true });
  const parts = readdirSync(from);
  const assets = parts.filter((name) => name.startsWith('asset.'));
  for (const asset of assets) {
    if (!existsSync(join(to, asset))) renameIfFirst(join(from, asset), join(to, asset));
  }
  for (const part of parts) {
    if (!assets.includes(part)) renameSync(join(from, part), join(to, part));
  }
  for (const name of readdirSync(to)) {
    if (!name.startsWith('asset.') || assets.includes(name)) continue;
    const age = Date.now() - statSync(join(to, name)).mtimeMs;
    if (age > OLD_ASSET_MS) rmSync(join(to, name), { recursive: true, force: true });
  }
}

/** Whoever else makes an assembly at this moment moves the same content under the same name. */
function renameIfFirst(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if (!existsSync(to)) throw error;
  }
}

/** The line that names the error, as Node, esbuild (`✘ [ERROR]`) and cdk-nag (`ERROR`) begin it. */
function firstLineOf(output: string): string {
  const lines = output.split('\n').map((line) => line.trim());
  const named = lines.find((line) => /^(✘ )?[[«]?[a-z]*error\b/i.test(line));
  return named ?? lines.find((line) => line !== '') ?? 'it said nothing';
}
