import { randomUUID } from 'node:crypto';
import type { Quiet } from '#local/clock/quiet.ts';
import type { VirtualClock } from '#local/clock/virtual-clock.ts';
import type { Journal } from '#local/journal/journal.ts';
import { AwsError } from '#local/wire/aws-error.ts';
import type { Gateway } from '#local/wire/gateway.ts';
import { sendTo } from './destination.ts';
import type { InvokeConfig } from './invoke-config.ts';
import type { Outcome } from './outcome.ts';
import { type StandingFunction, tooLarge } from './standing-function.ts';

type Parts = {
  journal: Journal;
  clock: VirtualClock;
  quiet: Quiet;
  gateway: Gateway;
  find: (name: string) => { fn: StandingFunction; config: InvokeConfig } | undefined;
  invoke: (fn: StandingFunction, payload: string) => Promise<Outcome>;
};

type Accepted = {
  readonly id: string;
  readonly name: string;
  readonly payload: string;
  readonly acceptedAt: number;
  attempts: number;
  throttles: number;
};

const LARGEST_EVENT_BYTES = 1_048_576;
const MINUTE_MS = 60_000;
const LONGEST_THROTTLE_WAIT_MS = 300_000;

/**
 * Events accepted for asynchronous invocation: journaled before they are confirmed, invoked until they succeed or their
 * retries are used up, so that a kill -9 loses none (and may run one twice, as AWS may).
 *
 *     accepted ─► invoked ─► done
 *                    └─ error ─► +1 minute ─► invoked ─► +2 minutes ─► invoked ─► OnFailure, dead-letter queue
 *
 * @source Lambda, "Error handling for asynchronous invocations"
 */
export class AcceptedEvents {
  readonly #parts: Parts;
  #isStopped = false;

  constructor(parts: Parts) {
    this.#parts = parts;
    parts.journal.db.exec(
      `CREATE TABLE IF NOT EXISTS lambda_events (id TEXT PRIMARY KEY, name TEXT NOT NULL, payload TEXT NOT NULL,
       accepted_at INTEGER NOT NULL, attempts INTEGER NOT NULL, next_at INTEGER NOT NULL) STRICT`,
    );
  }

  /**
   * Takes an event; resolves once it cannot be lost any more.
   *
   * @throws AwsError RequestTooLargeException above 1 MB, InvalidRequestContentException for a payload that is not JSON
   */
  async accept(name: string, payload: string): Promise<void> {
    if (Buffer.byteLength(payload) > LARGEST_EVENT_BYTES) throw tooLarge(LARGEST_EVENT_BYTES, 'InvokeFunction');
    checkJson(payload);
    const acceptedAt = this.#parts.clock.now();
    const event: Accepted = { id: randomUUID(), name, payload, acceptedAt, attempts: 0, throttles: 0 };
    const end = this.#parts.quiet.begin(`event for ${name}`);
    try {
      await this.#keep(event, acceptedAt);
    } catch (error) {
      end();
      throw error;
    }
    void this.#attempt(event, end);
  }

  /** Takes up what an earlier run had accepted. */
  start(): void {
    const rows = this.#parts.journal.statement('SELECT * FROM lambda_events ORDER BY accepted_at, rowid').all();
    for (const row of rows) {
      const event: Accepted = {
        id: String(row.id),
        name: String(row.name),
        payload: String(row.payload),
        acceptedAt: Number(row.accepted_at),
        attempts: Number(row.attempts),
        throttles: 0,
      };
      this.#later(event, Number(row.next_at));
    }
  }

  /** What is under way is left as it is kept: the next start takes it up. */
  stop(): void {
    this.#isStopped = true;
  }

  #later(event: Accepted, at: number): void {
    this.#parts.clock.at(at, () => void this.#attempt(event, this.#parts.quiet.begin(`event for ${event.name}`)));
  }

  async #attempt(event: Accepted, end: () => void): Promise<void> {
    try {
      const found = this.#parts.find(event.name);
      if (found === undefined) return await this.#forget(event);
      const outcome = await this.#outcomeOf(found.fn, event.payload);
      if (this.#isStopped) return;
      if (outcome === 'throttled') await this.#throttled(event, found);
      else if (outcome.functionError === undefined)
        await this.#finish(event, found, outcome, 'Success', found.config.onSuccess);
      else await this.#failed(event, found, outcome);
    } finally {
      end();
    }
  }

  async #outcomeOf(fn: StandingFunction, payload: string): Promise<Outcome | 'throttled'> {
    try {
      return await this.#parts.invoke(fn, payload);
    } catch (error) {
      if (error instanceof AwsError && error.name === 'TooManyRequestsException') return 'throttled';
      throw error;
    }
  }

  /** Too many at once: tried again for as long as the event may live, without counting as one of its retries. */
  async #throttled(event: Accepted, found: { fn: StandingFunction; config: InvokeConfig }): Promise<void> {
    event.throttles += 1;
    const wait = Math.min(500 * 2 ** event.throttles, LONGEST_THROTTLE_WAIT_MS);
    const isTooOld = this.#parts.clock.now() + wait - event.acceptedAt > found.config.longestMs;
    if (!isTooOld) return this.#postpone(event, wait);
    return this.#finish(event, found, { payload: 'null' }, 'EventAgeExceeded', found.config.onFailure);
  }

  async #failed(
    event: Accepted,
    found: { fn: StandingFunction; config: InvokeConfig },
    outcome: Outcome,
  ): Promise<void> {
    const { retries, longestMs, onFailure } = found.config;
    const wait = (event.attempts + 1) * MINUTE_MS;
    const isTooOld = this.#parts.clock.now() + wait - event.acceptedAt > longestMs;
    if (event.attempts < retries && !isTooOld) {
      event.attempts += 1;
      return this.#postpone(event, wait);
    }
    const dead = found.fn.deadLetterArn;
    if (dead !== undefined) await this.#tell(dead, found.fn, event.payload);
    const condition = event.attempts < retries ? 'EventAgeExceeded' : 'RetriesExhausted';
    return this.#finish(event, found, outcome, condition, onFailure);
  }

  async #finish(
    event: Accepted,
    { fn }: { fn: StandingFunction },
    outcome: Outcome,
    condition: string,
    destination: string | undefined,
  ): Promise<void> {
    if (destination !== undefined)
      await this.#tell(destination, fn, JSON.stringify(this.#record(event, fn, outcome, condition)));
    await this.#forget(event);
  }

  /** A destination that cannot be reached loses its record, as on AWS; the process warns of it. */
  async #tell(destination: string, fn: StandingFunction, body: string): Promise<void> {
    try {
      await sendTo(this.#parts.gateway, destination, fn.roleName, body);
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      process.emitWarning(`destination '${destination}' of function '${fn.name}': ${error.message}`);
    }
  }

  #record(event: Accepted, fn: StandingFunction, outcome: Outcome, condition: string): Record<string, unknown> {
    return {
      version: '1.0',
      timestamp: new Date(this.#parts.clock.now()).toISOString(),
      requestContext: {
        requestId: event.id,
        functionArn: `${fn.arn}:$LATEST`,
        condition,
        approximateInvokeCount: event.attempts + 1,
      },
      requestPayload: JSON.parse(event.payload),
      responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: outcome.functionError },
      responsePayload: JSON.parse(outcome.payload),
    };
  }

  async #postpone(event: Accepted, waitMs: number): Promise<void> {
    const nextAt = this.#parts.clock.now() + waitMs;
    await this.#keep(event, nextAt);
    this.#later(event, nextAt);
  }

  #keep({ id, name, payload, acceptedAt, attempts }: Accepted, nextAt: number): Promise<void> {
    return this.#parts.journal.write('lambda-event', (journal) => {
      journal
        .statement(
          `INSERT INTO lambda_events VALUES (?, ?, ?, ?, ?, ?)
           ON CONFLICT (id) DO UPDATE SET attempts = excluded.attempts, next_at = excluded.next_at`,
        )
        .run(id, name, payload, acceptedAt, attempts, nextAt);
    });
  }

  #forget({ id }: Accepted): Promise<void> {
    return this.#parts.journal.write('lambda-event-done', (journal) => {
      journal.statement('DELETE FROM lambda_events WHERE id = ?').run(id);
    });
  }
}

function checkJson(payload: string): void {
  try {
    JSON.parse(payload);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new AwsError(
      'InvalidRequestContentException',
      `Could not parse request body into json: ${error.message}`,
      400,
    );
  }
}
