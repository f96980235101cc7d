import { randomUUID } from 'node:crypto';
import type { Quiet } from '#local/clock/quiet.ts';
import type { Timer } from '#local/clock/timer-queue.ts';
import type { VirtualClock } from '#local/clock/virtual-clock.ts';
import type { Journal } from '#local/journal/journal.ts';
import { AwsError } from '#local/wire/aws-error.ts';
import type { AwsCall, Principal } from '#local/wire/aws-service.ts';

/** Makes a call of an AWS operation: the gateway, or what stands for it. */
export type Caller = { call(call: AwsCall): Promise<Record<string, unknown>> };

/** A call that a service makes on its own behalf and repeats until it works, is out of tries or too old. */
export type Delivery = {
  /** What it is, in words, for errors and for who asks what is busy. */
  readonly what: string;
  readonly call: {
    readonly principal: Principal;
    readonly service: string;
    readonly operation: string;
    readonly input: Record<string, unknown>;
  };
  /** Tries after the first. */
  readonly mostRetries: number;
  /** It is given up this many seconds after it was accepted. */
  readonly maximumAgeSeconds?: number;
  readonly deadLetter?: DeadLetter;
  /** Deliveries of one lane are made one after the other: the next begins when the one before is delivered or given up. */
  readonly lane?: string;
};

/** The queue that takes what could not be delivered. */
export type DeadLetter = {
  readonly queueUrl: string;
  readonly body: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** For a FIFO queue: `MessageGroupId` and `MessageDeduplicationId`. */
  readonly fifo?: Readonly<Record<string, string>>;
};

type Kept = { readonly id: string; readonly delivery: Delivery; readonly acceptedAt: number; readonly tries: number };

/** Errors that no repetition heals; anything else is tried again. */
const permanent = new Set([
  'ResourceNotFoundException',
  'QueueDoesNotExist',
  'NotFound',
  'NotFoundException',
  'StateMachineDoesNotExist',
  'StateMachineDeleting',
  'InvalidExecutionInput',
  'InvalidParameterValue',
  'InvalidParameter',
  'ValidationException',
  'ValidationError',
  'AccessDeniedException',
  'UnknownOperationException',
  'MissingParameter',
  'InvalidArn',
]);

/**
 * Deliveries that are not lost: journaled before the one who asked is answered, repeated by the virtual clock, at last put
 * into a dead-letter queue.
 *
 * What https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-retry-policy.html and
 * https://docs.aws.amazon.com/sns/latest/dg/sns-message-delivery-retries.html have in common. Left out: jitter.
 *
 *     accept ─► journal ─► call ─┬─ done ─► forgotten
 *                 ▲              ├─ fails ─► waits (virtual timer) ─► call …
 *              restart           └─ out of tries, too old, hopeless ─► dead-letter queue, or a warning
 */
export class Deliveries {
  readonly #parts: { journal: Journal; clock: VirtualClock; quiet: Quiet; gateway: Caller };
  readonly #owner: 'sns' | 'events' | 'scheduler';
  readonly #backoffMs: (tries: number) => number;
  readonly #timers = new Set<Timer>();
  /** What waits behind the delivery under way, by lane; a lane is here as long as one is under way. */
  readonly #lanes = new Map<string, Kept[]>();
  #started = false;

  /**
   * @param owner     whose deliveries they are: each has its own share of the journal
   * @param backoffMs virtual milliseconds to wait after so many failed tries
   */
  constructor(
    parts: { journal: Journal; clock: VirtualClock; quiet: Quiet; gateway: Caller },
    owner: 'sns' | 'events' | 'scheduler',
    backoffMs: (tries: number) => number,
  ) {
    this.#parts = parts;
    this.#owner = owner;
    this.#backoffMs = backoffMs;
    parts.journal.db.exec(`
      CREATE TABLE IF NOT EXISTS delivery (
        owner TEXT NOT NULL, id TEXT NOT NULL, delivery TEXT NOT NULL, accepted_ms INTEGER NOT NULL, due_ms INTEGER NOT NULL, tries INTEGER NOT NULL,
        PRIMARY KEY (owner, id)
      ) STRICT`);
  }

  /** Takes up what the last run left undone. */
  start(): void {
    this.#started = true;
    // In the order they were accepted: of a lane the first has been tried, and can be due after those that wait behind it.
    const rows = this.#parts.journal
      .statement('SELECT * FROM delivery WHERE owner = ? ORDER BY rowid')
      .all(this.#owner);
    for (const row of rows) {
      const delivery = JSON.parse(String(row.delivery)) as Delivery; // written by `accept` and nothing else
      const kept = { id: String(row.id), delivery, acceptedAt: Number(row.accepted_ms), tries: Number(row.tries) };
      if (this.#mayBegin(kept)) this.#later(kept, Number(row.due_ms));
    }
  }

  close(): void {
    this.#started = false;
    for (const timer of this.#timers) this.#parts.clock.cancel(timer);
    this.#timers.clear();
    this.#lanes.clear();
  }

  /**
   * Accepts deliveries, together with what else is to be kept in the same write; they begin once they are kept.
   *
   * @param also staged in the same write: all of it is kept or nothing
   */
  async accept(deliveries: readonly Delivery[], also?: (journal: Journal) => void): Promise<void> {
    if (deliveries.length === 0 && also === undefined) return;
    const acceptedAt = this.#parts.clock.now();
    const all = deliveries.map((delivery) => ({ id: randomUUID(), delivery, acceptedAt, tries: 0 }));
    const rows = all.map((kept) => [kept.id, JSON.stringify(kept.delivery)] as const);
    const end = this.#parts.quiet.begin(`${this.#owner} accepting`);
    try {
      await this.#parts.journal.write(`${this.#owner} accepted`, (journal) => {
        const insert = journal.statement('INSERT INTO delivery VALUES (?, ?, ?, ?, ?, 0)');
        for (const [id, json] of rows) insert.run(this.#owner, id, json, acceptedAt, acceptedAt);
        also?.(journal);
      });
      // Before the start nothing is delivered: `start` finds them in the journal.
      if (this.#started) for (const kept of all) if (this.#mayBegin(kept)) void this.#try(kept);
    } finally {
      end();
    }
  }

  async #try(kept: Kept): Promise<void> {
    const { quiet, gateway } = this.#parts;
    const end = quiet.begin(kept.delivery.what);
    try {
      const failure = await failureOf(() => gateway.call(kept.delivery.call));
      if (failure === undefined) await this.#forget(kept);
      else await this.#afterFailure(kept, failure);
    } catch (error) {
      // Neither done nor put off: it stays in the journal and the next start takes it up.
      process.emitWarning(
        `${kept.delivery.what} stays undone: ${error instanceof Error ? error.message : String(error)}`,
      );
    } finally {
      end();
    }
  }

  async #afterFailure(kept: Kept, failure: Error): Promise<void> {
    const { clock, journal } = this.#parts;
    const tries = kept.tries + 1;
    const dueAt = clock.now() + this.#backoffMs(tries);
    const { mostRetries, maximumAgeSeconds = Number.POSITIVE_INFINITY } = kept.delivery;
    const isTooOld = dueAt - kept.acceptedAt > maximumAgeSeconds * 1000;
    if (tries > mostRetries || isTooOld || permanent.has(failure.name)) {
      await this.#giveUp(kept, failure, tries);
      return;
    }
    await journal.write(`${this.#owner} put off`, (journal) => {
      journal
        .statement('UPDATE delivery SET tries = ?, due_ms = ? WHERE owner = ? AND id = ?')
        .run(tries, dueAt, this.#owner, kept.id);
    });
    if (this.#started) this.#later({ ...kept, tries }, dueAt);
  }

  async #giveUp(kept: Kept, failure: Error, tries: number): Promise<void> {
    const { deadLetter, what } = kept.delivery;
    if (deadLetter === undefined) {
      process.emitWarning(`${what} was given up after ${tries} tries: ${failure.name}: ${failure.message}`);
    } else {
      const facts = { ...deadLetter.attributes, ERROR_CODE: failure.name, ERROR_MESSAGE: failure.message };
      await this.#parts.gateway.call({
        principal: { kind: 'service', name: this.#owner },
        service: 'sqs',
        operation: 'SendMessage',
        input: {
          QueueUrl: deadLetter.queueUrl,
          MessageBody: deadLetter.body,
          ...deadLetter.fifo,
          MessageAttributes: Object.fromEntries(
            Object.entries(facts).map(([name, value]) => [
              name,
              { DataType: 'String', StringValue: value === '' ? '-' : value },
            ]),
          ),
        },
      });
    }
    await this.#forget(kept);
  }

  async #forget(kept: Kept): Promise<void> {
    await this.#parts.journal.write(`${this.#owner} delivered`, (journal) => {
      journal.statement('DELETE FROM delivery WHERE owner = ? AND id = ?').run(this.#owner, kept.id);
    });
    const { lane } = kept.delivery;
    if (lane === undefined) return;
    const next = this.#lanes.get(lane)?.shift();
    if (next === undefined) this.#lanes.delete(lane);
    else if (this.#started) void this.#try(next);
  }

  /** Whether a delivery is the first of its lane; if it is not, it waits there for its turn. */
  #mayBegin(kept: Kept): boolean {
    const { lane } = kept.delivery;
    if (lane === undefined) return true;
    const waiting = this.#lanes.get(lane);
    if (waiting === undefined) this.#lanes.set(lane, []);
    else waiting.push(kept);
    return waiting === undefined;
  }

  #later(kept: Kept, dueAt: number): void {
    const timer = this.#parts.clock.at(dueAt, () => {
      this.#timers.delete(timer);
      void this.#try(kept);
    });
    this.#timers.add(timer);
  }
}

async function failureOf(act: () => Promise<unknown>): Promise<Error | undefined> {
  try {
    await act();
    return undefined;
  } catch (error) {
    if (error instanceof AwsError) return error;
    // A lost answer or a broken connection: nobody knows whether it worked, so it is tried again.
    return error instanceof Error ? error : new Error(String(error));
  }
}
