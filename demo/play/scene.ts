import { ask } from '../city/api.ts';
import type { CityClock, Millis } from '../city/clock.ts';
import type { FilingRow } from '../reading/filings.ts';
import type { Cast } from './cast.ts';

/** A complaint that this run filed: its row, and what its petitioner keeps. */
export type Filed = { readonly row: FilingRow; readonly number: string; readonly accessCode: string };

/** Where the play is set: the city, its clock and people, this run's name, and what it has filed so far, by number. */
export type Scene = {
  readonly url: string;
  readonly clock: CityClock;
  readonly cast: Cast;
  readonly run: string;
  readonly filed: Map<string, Filed>;
};

/** How many requests are under way at once. */
export const AT_ONCE = 8;

/** Reads as somebody who is signed in. */
export async function readAs<T>({ url, cast }: Scene, id: string, now: Millis, path: string): Promise<T> {
  return ask<T>(url, path, { token: await cast.tokenOf(id, now) });
}

/**
 * Says something as somebody who is signed in; the key makes a repeat safe.
 *
 * @param key what is said, unique in this run, e.g. `answer 20261123-7KQ4M2-X`
 */
export async function sayAs<T>(
  { url, cast, run }: Scene,
  id: string,
  now: Millis,
  said: { readonly path: string; readonly key: string; readonly body: unknown; readonly version?: number },
): Promise<T> {
  const { path, key, body, version } = said;
  return ask<T>(url, path, {
    method: 'POST',
    token: await cast.tokenOf(id, now),
    headers: { 'idempotency-key': `${run} ${key}`, ...(version === undefined ? {} : { 'if-match': `"${version}"` }) },
    body,
  });
}
