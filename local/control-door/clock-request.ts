import { Temporal } from 'temporal-polyfill';
import type { Members } from '#local/template/reading.ts';
import { Problem } from './problem.ts';

/** What a request to the clock asks for: to move it to an instant (virtual epoch milliseconds), or to let it run or stand. */
export type ClockRequest =
  | { readonly kind: 'move'; readonly to: number }
  | { readonly kind: 'run'; readonly running: boolean };

const FURTHEST_YEARS = 100;

/**
 * Reads `{ "advance": "PT26H" }`, `{ "to": "2026-11-24T00:00:00Z" }` or `{ "running": true }`.
 *
 * @param now virtual epoch milliseconds; months and years are counted from it in UTC
 * @throws Problem 400 saying what was found and what was expected
 */
export function readClockRequest(body: Members, now: number): ClockRequest {
  const names = Object.keys(body);
  const [name] = names;
  if (names.length !== 1 || (name !== 'advance' && name !== 'to' && name !== 'running')) {
    throw refused(
      `expected exactly one of advance, to, running; found ${names.length === 0 ? 'none' : names.join(', ')}`,
    );
  }
  if (name === 'running') {
    if (typeof body.running !== 'boolean')
      throw refused(`expected running to be true or false, found ${JSON.stringify(body.running)}`);
    return { kind: 'run', running: body.running };
  }
  const to = name === 'advance' ? after(body.advance, now) : instant(body.to);
  if (to < now) {
    throw refused(
      `time does not go back: it is ${new Date(now).toISOString()}, asked for ${new Date(to).toISOString()}`,
    );
  }
  const furthest = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO('UTC').add({ years: FURTHEST_YEARS });
  if (to > furthest.epochMilliseconds)
    throw refused(`an advance reaches at most ${FURTHEST_YEARS} years, found ${String(body[name])}`);
  return { kind: 'move', to };
}

function after(duration: unknown, now: number): number {
  try {
    if (typeof duration === 'string') {
      const start = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO('UTC');
      return start.add(Temporal.Duration.from(duration)).epochMilliseconds;
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  throw refused(`expected advance to be an ISO 8601 duration such as PT26H or P60D, found ${JSON.stringify(duration)}`);
}

function instant(text: unknown): number {
  try {
    if (typeof text === 'string') return Temporal.Instant.from(text).epochMilliseconds;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  throw refused(`expected to to be an instant such as 2026-11-23T00:00:00Z, found ${JSON.stringify(text)}`);
}

function refused(detail: string): Problem {
  return new Problem(400, 'clock-request', detail);
}
