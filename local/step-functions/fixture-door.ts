import type { VirtualClock } from '#local/clock/virtual-clock.ts';
import { isObject } from './json.ts';

/** A function that runs in this process. */
type Handler = (event: unknown) => unknown;
type Answer = { readonly status: number; readonly body: unknown };

/** Of a fixture: its time limit, and whether it only waits for virtual time. */
type FixtureOptions = { readonly timeoutSeconds: number; readonly sleeps: boolean };

/** 900 (15 minutes): the longest that Lambda lets a function run. */
const LONGEST_RUN_SECONDS = 900;

export type FixtureDoorParts = {
  readonly clock: VirtualClock;
  /** Registers an in-process function. */
  readonly define: (name: string, handler: Handler, options: FixtureOptions) => void;
};

/**
 * The door by which the conformance runner sets up functions and moves the clock; never part of AWS.
 *
 * `POST /__fixtures/lambda` with `{ name, behaviour, … }` and `POST /__fixtures/clock/advance` with `{ seconds }`.
 * A sleep is virtual time. Behaviours: `echo`, `return` (value), `raise` (error, message), `sleep` (seconds, then echo), `largeString` (bytes).
 *
 * @returns a function that answers a request, or `undefined` when the path is not this door's
 */
export function fixtureDoor({
  clock,
  define,
}: FixtureDoorParts): (method: string, path: string, body: unknown) => Promise<Answer | undefined> {
  return async (method, path, body) => {
    if (!path.startsWith('/__fixtures/')) return undefined;
    if (method !== 'POST' || !isObject(body)) return { status: 400, body: { message: 'POST a JSON object' } };
    if (path === '/__fixtures/lambda') {
      const options = { timeoutSeconds: LONGEST_RUN_SECONDS, sleeps: body.behaviour === 'sleep' };
      define(String(body.name), behaviourOf(body, clock), options);
      return { status: 200, body: {} };
    }
    if (path === '/__fixtures/clock/advance') {
      await clock.advanceTo(clock.now() + Number(body.seconds) * 1000);
      return { status: 200, body: { now: new Date(clock.now()).toISOString() } };
    }
    return { status: 404, body: { message: `no fixture at ${path}` } };
  };
}

function behaviourOf(fixture: Readonly<Record<string, unknown>>, clock: VirtualClock): Handler {
  switch (fixture.behaviour) {
    case 'return':
      return () => ('value' in fixture ? fixture.value : fixture.output);
    case 'raise':
      return () => {
        throw Object.assign(new Error(String(fixture.message ?? '')), { name: String(fixture.error) });
      };
    case 'sleep':
      return (event) =>
        new Promise((wake) => clock.at(clock.now() + Number(fixture.seconds) * 1000, () => wake(event)));
    case 'largeString':
      return () => 'a'.repeat(Number(fixture.bytes ?? fixture.size));
    default:
      return (event) => event;
  }
}
