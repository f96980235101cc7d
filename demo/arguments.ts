import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { Refusal } from './refusal.ts';

/** What was asked for: the file as it was named, where it lies, and how many of its rows. */
export type Wanted = { readonly name: string; readonly path: string; readonly count: number };

const usage = 'npm run demo -- [file.xlsx|file.csv] [--count N]';

/**
 * Reads the command line; without a file it is the sample city's own complaints.
 *
 * @param from the folder that relative paths start from
 * @throws Refusal naming what was found
 */
export function readArguments(args: readonly string[], from: string): Wanted {
  const { values, positionals } = parsed(args);
  if (positionals.length > 1) throw new Refusal(`found ${positionals.length} files, expected one: ${usage}`);
  const [name] = positionals;
  const count = countOf(values.count);
  if (name !== undefined) return { name, path: resolve(from, name), count };
  return {
    name: 'city/sample-complaints.csv',
    path: resolve(import.meta.dirname, '..', 'city', 'sample-complaints.csv'),
    count,
  };
}

function parsed(args: readonly string[]): { values: { count?: string }; positionals: string[] } {
  try {
    return parseArgs({ args: [...args], options: { count: { type: 'string' } }, allowPositionals: true });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new Refusal(`${error.message.split(/[.;]/)[0]}: ${usage}`);
  }
}

function countOf(text: string | undefined): number {
  if (text === undefined) return Number.POSITIVE_INFINITY;
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new Refusal(`--count is '${text}', expected a whole number from 1: ${usage}`);
}
