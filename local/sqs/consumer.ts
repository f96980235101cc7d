import type { Quiet } from '#local/clock/quiet.ts';
import type { Timer } from '#local/clock/timer-queue.ts';
import type { VirtualClock } from '#local/clock/virtual-clock.ts';
import { type SqsRecord, sqsRecord } from './message.ts';
import type { Queue } from './queue.ts';

/** How a consumer wants its messages. */
export type Subscription = {
  readonly batchSize: number;
  /** Waits up to so many seconds (virtual) for a batch to fill; 0 by default. */
  readonly maximumBatchingWindowSeconds?: number;
  /** How many batches may be out at a time. */
  readonly maxConcurrency: number;
  /** Handles a batch; names the ids of messages it could not handle, or throws when it could handle none. */
  readonly deliver: (records: SqsRecord[]) => Promise<{ readonly failures: readonly string[] }>;
};

/**
 * Pushes a queue's messages to whoever subscribed, as Lambda's poller does without polling.
 *
 * Imitates https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html: what succeeded is deleted, the rest becomes
 * visible again after the queue's visibility timeout. Left out: scaling up by steps, back-off after throttling.
 */
export class Consumer {
  readonly #queue: Queue;
  readonly #subscription: Subscription;
  readonly #clock: VirtualClock;
  readonly #quiet: Quiet;
  readonly #redrive: () => Promise<void>;
  readonly #stopListening: () => void;
  #window: Timer | undefined;
  #windowOver = false;
  #out = 0;
  #running = false;

  /** @param redrive moves messages that are out of tries to the dead-letter queue */
  constructor(
    queue: Queue,
    subscription: Subscription,
    clock: VirtualClock,
    quiet: Quiet,
    redrive: () => Promise<void>,
  ) {
    this.#queue = queue;
    this.#subscription = subscription;
    this.#clock = clock;
    this.#quiet = quiet;
    this.#redrive = redrive;
    this.#stopListening = queue.onVisible(() => this.#pump());
  }

  start(): void {
    this.#running = true;
    this.#pump();
  }

  stop(): void {
    this.#running = false;
    this.#stopListening();
    if (this.#window !== undefined) this.#clock.cancel(this.#window);
    this.#window = undefined;
  }

  /** Why the cloud is not at rest because of this queue, if it is so. */
  whyBusy(): string | undefined {
    if (!this.#running || this.#window !== undefined || !this.#queue.hasVisible()) return undefined;
    return `visible messages in queue ${this.#queue.name}`;
  }

  #pump(): void {
    while (this.#running && this.#out < this.#subscription.maxConcurrency && this.#queue.hasVisible()) {
      if (!this.#mayTakeNow()) return;
      this.#out += 1;
      void this.#deliverOnce();
    }
  }

  #mayTakeNow(): boolean {
    const seconds = this.#subscription.maximumBatchingWindowSeconds ?? 0;
    if (seconds === 0 || this.#windowOver || this.#queue.hasVisible(this.#subscription.batchSize)) {
      if (this.#window !== undefined) this.#clock.cancel(this.#window);
      this.#window = undefined;
      this.#windowOver = false;
      return true;
    }
    this.#window ??= this.#clock.at(this.#clock.now() + seconds * 1000, () => {
      this.#window = undefined;
      this.#windowOver = true;
      this.#pump();
    });
    return false;
  }

  async #deliverOnce(): Promise<void> {
    const end = this.#quiet.begin(`delivery from queue ${this.#queue.name}`);
    try {
      const redriven = this.#redrive();
      const receiving = this.#queue.receive(this.#subscription.batchSize, this.#queue.setting('VisibilityTimeout', 30));
      await redriven;
      const messages = await receiving;
      if (messages.length === 0) return;
      const failures = await this.#failuresOf(messages.map((message) => sqsRecord(message, this.#queue.arn)));
      const handled = messages.filter((message) => !failures.has(message.id));
      await this.#queue.delete(handled.flatMap((message) => message.receiptHandle ?? []));
    } catch (error) {
      // Nothing could be kept: what was taken comes again when its visibility timeout ends.
      process.emitWarning(`queue ${this.#queue.name}: ${error instanceof Error ? error.message : String(error)}`);
    } finally {
      this.#out -= 1;
      end();
      this.#pump();
    }
  }

  /** What was not handled stays in flight until its visibility timeout ends; that is all SQS knows of a failure. */
  async #failuresOf(records: SqsRecord[]): Promise<ReadonlySet<string>> {
    try {
      const { failures } = await this.#subscription.deliver(records);
      return new Set(failures);
    } catch {
      return new Set(records.map((record) => record.messageId));
    }
  }
}
