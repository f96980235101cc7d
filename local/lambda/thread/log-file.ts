import { openSync, writeSync } from 'node:fs';
import type { Writable } from 'node:stream';

/** Sends what this thread prints into a file instead of the terminal. */
export function printInto(path: string): void {
  const file = openSync(path, 'a');
  redirect(process.stdout, file);
  redirect(process.stderr, file);
}

function redirect(stream: Writable, file: number): void {
  stream.write = (chunk: Uint8Array | string, encoding?: unknown, done?: unknown): boolean => {
    if (typeof chunk === 'string') writeSync(file, chunk);
    else writeSync(file, chunk);
    const told = typeof encoding === 'function' ? encoding : done;
    if (typeof told === 'function') told();
    return true;
  };
}
