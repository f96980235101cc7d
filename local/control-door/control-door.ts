import type { IncomingMessage, ServerResponse } from 'node:http';
import { NotQuiet } from '#local/clock/quiet.ts';
import { AdvanceUnderWay, type VirtualClock } from '#local/clock/virtual-clock.ts';
import type { Outbox } from '#local/outbox/outbox.ts';
import type { SignIn } from '#local/sign-in/sign-in.ts';
import { region } from '#local/template/place.ts';
import { isMembers, type Members, parsedJson } from '#local/template/reading.ts';
import type { Faults } from '#local/wire/faults.ts';
import type { Gateway } from '#local/wire/gateway.ts';
import type { Roles } from '#local/wire/roles.ts';
import { readClockRequest } from './clock-request.ts';
import { readFaultRequest } from './fault-request.ts';
import { Problem, sendJson, sendProblem } from './problem.ts';

type Parts = {
  clock: VirtualClock;
  faults: Faults;
  gateway: Gateway;
  outbox: Outbox;
  roles: Roles;
  services: readonly string[];
  signIn: SignIn;
  url: string;
};
type Asked = { readonly query: URLSearchParams; readonly request: IncomingMessage };

const LARGEST_BODY_BYTES = 65_536;

/**
 * The door by which tests, the demo and whoever tries the city hold its time, faults and people in hand: `/_local/*`.
 *
 * No AWS page: it exists on one machine only and is never part of the product's API.
 */
export class ControlDoor {
  readonly #parts: Parts;
  readonly #answers: Readonly<Record<string, (asked: Asked) => Promise<unknown>>>;
  #isReady = false;
  #countedBefore: Readonly<Record<string, number>> = {};

  constructor(parts: Parts) {
    this.#parts = parts;
    const { clock, faults, outbox, signIn } = parts;
    this.#answers = {
      'GET health': async () => {
        this.#checkReady();
        return { status: 'ready' };
      },
      'GET clock': async () => this.#time(),
      'POST clock': (asked) => this.#moveClock(asked),
      'GET outbox': async ({ query }) => {
        const to = query.get('to');
        const sinceMs = instantOf(query.get('since'));
        return {
          messages: outbox.messages({ ...(to === null ? {} : { to }), ...(sinceMs === undefined ? {} : { sinceMs }) }),
        };
      },
      'GET faults': async () => ({ faults: faults.list() }),
      'POST faults': async (asked) => {
        faults.set(readFaultRequest(await bodyOf(asked.request), parts.services));
        return { faults: faults.list() };
      },
      'DELETE faults': async () => {
        faults.clear();
        return { faults: [] };
      },
      'GET people': async () => ({ people: signIn.people() }),
      'POST sign-in': (asked) => this.#signIn(asked),
      'GET endpoint': async () => ({ endpoint: parts.url, region, credentials: parts.roles.administratorKeys() }),
      'GET stats': async () => ({ calls: this.#calls(), timers: clock.timerCount }),
      'DELETE stats': async () => {
        this.#countedBefore = parts.gateway.counts();
        return { calls: {} };
      },
    };
  }

  /** From now on the city says that it is ready. */
  open(): void {
    this.#isReady = true;
  }

  /** Answers a request to `/_local/…`; never rejects. */
  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const { pathname, searchParams: query } = new URL(request.url ?? '/', 'http://localhost');
      const name = pathname.replace(/^\/_local\//, '').replace(/\/$/, '');
      const answer = this.#answers[`${request.method} ${name}`];
      if (answer === undefined) throw this.#unknown(request.method, name);
      sendJson(response, 200, await answer({ query, request }));
    } catch (error) {
      sendProblem(response, problemOf(error));
    }
  }

  #checkReady(): void {
    if (!this.#isReady) throw new Problem(503, 'starting', 'the city is starting');
  }

  #unknown(method: string | undefined, name: string): Problem {
    const methods = Object.keys(this.#answers).flatMap((key) =>
      key.split(' ')[1] === name ? [key.split(' ')[0]] : [],
    );
    if (methods.length > 0)
      return new Problem(405, 'method', `/_local/${name} answers ${methods.join(', ')}, found ${method}`);
    const names = [...new Set(Object.keys(this.#answers).map((key) => key.split(' ')[1]))];
    return new Problem(404, 'unknown-path', `/_local/${name} does not exist; there are ${names.join(', ')}`);
  }

  #time(): { now: string; running: boolean } {
    return { now: new Date(this.#parts.clock.now()).toISOString(), running: this.#parts.clock.isRunning };
  }

  async #moveClock({ request }: Asked): Promise<unknown> {
    const { clock } = this.#parts;
    const body = await bodyOf(request);
    // Until it is ready, what fell due while the city was away is still being released.
    this.#checkReady();
    if (clock.isAdvancing) throw new AdvanceUnderWay();
    const wanted = readClockRequest(body, clock.now());
    if (wanted.kind === 'run') {
      await clock.setRunning(wanted.running);
      return this.#time();
    }
    // A running clock has gone on since the request was read.
    const fired = await clock.advanceTo(Math.max(wanted.to, clock.now()));
    return { now: new Date(clock.now()).toISOString(), fired };
  }

  async #signIn({ request }: Asked): Promise<{ accessToken: string }> {
    const { as, ...others } = await bodyOf(request);
    if (typeof as !== 'string' || Object.keys(others).length > 0) {
      throw new Problem(
        400,
        'sign-in-request',
        `expected { "as": "<id>" }, found ${JSON.stringify({ as, ...others })}`,
      );
    }
    await this.#parts.clock.door();
    const accessToken = await this.#parts.signIn.signIn(as);
    if (accessToken !== undefined) return { accessToken };
    const ids = this.#parts.signIn.people().map((person) => person.id);
    const shown = ids.length > 20 ? `${ids.slice(0, 20).join(', ')} and ${ids.length - 20} more` : ids.join(', ');
    throw new Problem(
      404,
      'unknown-person',
      `'${as}' cannot sign in; there are: ${shown === '' ? 'nobody yet' : shown}`,
    );
  }

  #calls(): Record<string, number> {
    const counts = Object.entries(this.#parts.gateway.counts()).map(
      ([name, count]) => [name, count - (this.#countedBefore[name] ?? 0)] as const,
    );
    return Object.fromEntries(counts.filter(([, count]) => count > 0));
  }
}

async function bodyOf(request: IncomingMessage): Promise<Members> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size <= LARGEST_BODY_BYTES) chunks.push(bytes);
  }
  if (size > LARGEST_BODY_BYTES)
    throw new Problem(413, 'too-large', `the body has ${size} bytes, expected at most ${LARGEST_BODY_BYTES}`);
  const text = Buffer.concat(chunks).toString();
  const body = parsedJson(text);
  if (!isMembers(body))
    throw new Problem(400, 'json', `expected a JSON object, found ${text === '' ? 'nothing' : text.slice(0, 80)}`);
  return body;
}

function instantOf(text: string | null): number | undefined {
  if (text === null) return undefined;
  // A plus sign that nobody encoded arrives as a blank.
  const instant = text.replace(' ', '+');
  const at = /^\d{4}-\d{2}-\d{2}(T.*)?$/.test(instant) ? Date.parse(instant) : Number.NaN;
  if (Number.isNaN(at))
    throw new Problem(400, 'since', `expected since to be an instant such as 2026-11-23T00:00:00Z, found '${text}'`);
  return at;
}

function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof AdvanceUnderWay) return new Problem(409, 'advance-under-way', error.message);
  if (error instanceof NotQuiet) {
    return new Problem(503, 'not-quiet', `after 60 seconds still busy: ${error.busy.slice(0, 20).join(', ')}`, {
      busy: error.busy,
    });
  }
  process.emitWarning(error instanceof Error ? error : String(error));
  return new Problem(500, 'internal', error instanceof Error ? error.message : String(error));
}
