import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { build, type Plugin } from 'esbuild';

const ENDING = '.lambda.ts';

/**
 * Where AWS enters our code: every `*.lambda.ts` below the folder of functions, as `tasks/classify`, sorted.
 *
 * @param functions absolute path of the folder of functions
 */
export function entries(functions: string): string[] {
  return readdirSync(functions, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => path.endsWith(ENDING))
    .map((path) => path.slice(0, -ENDING.length))
    .sort();
}

/**
 * Leaves out what kordoc would load later by itself: its readers of PDF and of pictures, which want packages that are not
 * installed. We write HWPX, and that asks for none of them.
 */
const kordocWrites: Plugin = {
  name: 'kordoc-writes',
  setup: ({ onResolve }) => {
    onResolve({ filter: /^\.|^[a-z@]/ }, ({ kind, importer, path }) =>
      kind === 'dynamic-import' && importer.includes('/node_modules/kordoc/') ? { path, external: true } : undefined,
    );
  },
};

/**
 * Bundles every function in one go, each into a folder of its own that needs nothing else: `<out>/tasks/classify/index.mjs`.
 *
 * One esbuild call for all takes under a second; a call for each would take six. Some packages are CommonJS inside, so
 * each bundle brings a `require` along. Minified: the literals of our errors' names stay as they are. The source maps
 * (read by `--enable-source-maps`) carry lines, not the sources.
 *
 * @param root      absolute path of the project; `out` lies below it, so that paths in source maps are the same everywhere
 * @param functions absolute path of the folder of functions
 * @param out       absolute path of the folder to write
 */
export async function bundle({
  root,
  functions,
  out,
}: {
  root: string;
  functions: string;
  out: string;
}): Promise<void> {
  await build({
    absWorkingDir: root,
    entryPoints: entries(functions).map((entry) => ({ in: join(functions, entry + ENDING), out: `${entry}/index` })),
    outdir: out,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    mainFields: ['module', 'main'],
    minify: true,
    sourcemap: 'linked',
    sourcesContent: false,
    legalComments: 'none',
    logLevel: 'warning',
    plugins: [kordocWrites],
    banner: {
      js: "import{createRequire as bundledRequire}from'node:module';const require=bundledRequire(import.meta.url);",
    },
  });
}
