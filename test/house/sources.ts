import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..', '..');

/** A source file of the project: its path from the root with `/`, and its text. */
export type Source = { readonly path: string; readonly text: string };

/** Every file that git tracks or would add, below the folders, with one of the endings. */
export function sources(folders: readonly string[], endings: readonly string[]): Source[] {
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '--', ...folders], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 16_777_216,
  });
  const paths = new Set(listed.split('\n').filter((path) => endings.some((ending) => path.endsWith(ending))));
  return [...paths].flatMap((path) => {
    try {
      return [{ path, text: readFileSync(join(root, path), 'utf8') }];
    } catch (error) {
      // Deleted in the work tree, still in the index.
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
      throw error;
    }
  });
}

/** What a file imports, as written. */
export function importsOf({ text }: Source): string[] {
  const found = text.matchAll(
    /(?:^|\n)\s*(?:import|export)[^'";]*?from\s+'([^']+)'|import\s+'([^']+)'|import\('([^']+)'\)/g,
  );
  return [...found].map(([, from, bare, dynamic]) => from ?? bare ?? dynamic ?? '');
}
