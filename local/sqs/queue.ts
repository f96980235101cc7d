import { randomBytes } from 'node:crypto';
import type { Timer } from '#local/clock/timer-queue.ts';
import type { VirtualClock } from '#local/clock/virtual-clock.ts';
import { arn } from '#local/template/place.ts';
import { numberOf, parsedMembers, textOf } from '#local/template/reading.ts';
import { AwsError } from '#local/wire/aws-error.ts';
import type { Message } from './message.ts';
import type { QueueJournal } from './queue-journal.ts';

/** SQS drops a duplicate that comes within five minutes. */
const DEDUPLICATION_MS = 300_000;

/**
 * One queue: its messages, which of them can be received now, and the timers of those that will be.
 *
 * Imitates https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-visibility-timeout.html
 * Left out: sampling of a distributed queue (what is there is found), encryption, in-flight limits.
 */
export class Queue {
  readonly name: string;
  readonly arn: string;
  readonly createdAt: number;
  #attributes: Readonly<Record<string, string>>;
  readonly #clock: VirtualClock;
  readonly #journal: QueueJournal;
  /** All messages in the order of sending; `#visible` are those of a standard queue that can be received now. */
  readonly #messages = new Map<string, Message>();
  readonly #visible = new Set<string>();
  readonly #timers = new Map<string, Timer>();
  readonly #duplicates = new Map<string, { readonly id: string; readonly until: number; readonly sequence: number }>();
  readonly #listeners = new Set<() => void>();
  #sequence = 0;

  constructor(name: string, attributes: Readonly<Record<string, string>>, clock: VirtualClock, journal: QueueJournal) {
    this.name = name;
    this.arn = arn('sqs', name);
    this.#attributes = attributes;
    this.#clock = clock;
    this.#journal = journal;
    this.createdAt = clock.now();
    for (const message of journal.messages(name)) this.#place(message);
  }

  get isFifo(): boolean {
    return this.name.endsWith('.fifo');
  }

  get attributes(): Readonly<Record<string, string>> {
    return this.#attributes;
  }

  setAttributes(attributes: Readonly<Record<string, string>>): void {
    this.#attributes = attributes;
  }

  /** A setting in seconds (or a count), or what AWS takes when it is not set. */
  setting(name: string, otherwise: number): number {
    return numberOf(this.#attributes[name]) ?? otherwise;
  }

  /** After how many receives a message goes where. */
  get redrive(): { readonly deadLetterArn: string; readonly maxReceiveCount: number } | undefined {
    const policy = parsedMembers(this.#attributes.RedrivePolicy ?? '');
    const deadLetterArn = textOf(policy?.deadLetterTargetArn);
    const maxReceiveCount = numberOf(policy?.maxReceiveCount);
    return deadLetterArn === undefined || maxReceiveCount === undefined
      ? undefined
      : { deadLetterArn, maxReceiveCount };
  }

  /** Calls back whenever a message may have become receivable; returns how to stop that. */
  onVisible(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  get nextSequence(): number {
    this.#sequence += 1;
    return this.#sequence;
  }

  /** The message sent under this deduplication id in the last five minutes. */
  duplicateOf(deduplicationId: string): { readonly id: string; readonly sequence: number } | undefined {
    const known = this.#duplicates.get(deduplicationId);
    return known !== undefined && known.until > this.#clock.now() ? known : undefined;
  }

  /** Adds messages; resolves when they are kept. */
  async add(messages: readonly Message[]): Promise<void> {
    for (const message of messages) this.#place(message);
    await this.#journal.keep(this.name, messages);
  }

  /** Takes in messages that another queue moved here and that the journal already holds. */
  takeIn(messages: readonly Message[]): void {
    for (const message of messages) this.#place(message);
  }

  /** Whether so many messages could be received now. */
  hasVisible(count = 1): boolean {
    return this.isFifo ? this.#receivable(count).length >= count : this.#visible.size >= count;
  }

  /** Messages that are out of tries; they leave this queue in memory, the caller moves them on disk. */
  takeSpent(): Message[] {
    const limit = this.redrive?.maxReceiveCount;
    if (limit === undefined) return [];
    const spent = this.#receivable(Number.POSITIVE_INFINITY).filter((message) => message.receiveCount >= limit);
    for (const message of spent) this.#drop(message.id);
    return spent;
  }

  /** Hands out up to `count` messages, invisible to others for the time given; resolves when that is kept. */
  async receive(count: number, visibilitySeconds: number): Promise<Message[]> {
    const now = this.#clock.now();
    const received = this.#receivable(count).map((message) => ({
      ...message,
      receiveCount: message.receiveCount + 1,
      firstReceivedAt: message.firstReceivedAt ?? now,
      receiptHandle: receiptHandle(message.id),
      visibleAt: now + visibilitySeconds * 1000,
    }));
    for (const message of received) this.#place(message);
    if (received.length > 0) await this.#journal.keep(this.name, received, 'sqs receive');
    return received;
  }

  /** Deletes by receipt handle; a handle that is not the last one given out deletes nothing, as on AWS. */
  async delete(handles: readonly string[]): Promise<void> {
    const ids = handles
      .filter((handle) => this.#messages.get(messageIdOf(handle))?.receiptHandle === handle)
      .map(messageIdOf);
    for (const id of ids) this.#drop(id);
    if (ids.length === 0) return;
    await this.#journal.forget(this.name, ids);
    this.#wake();
  }

  /** Sets anew for how long a received message stays invisible, from now. */
  async changeVisibility(handle: string, seconds: number): Promise<void> {
    const message = this.#messages.get(messageIdOf(handle));
    if (message === undefined || message.receiptHandle !== handle || message.visibleAt <= this.#clock.now()) {
      throw new AwsError(
        'MessageNotInflight',
        `Value ${handle} for parameter ReceiptHandle is invalid. Reason: Message does not exist or is not available for visibility timeout change.`,
      );
    }
    const changed = { ...message, visibleAt: this.#clock.now() + seconds * 1000 };
    this.#place(changed);
    await this.#journal.keep(this.name, [changed]);
  }

  async purge(): Promise<void> {
    const ids = [...this.#messages.keys()];
    for (const id of ids) this.#drop(id);
    await this.#journal.forget(this.name, ids);
  }

  counts(): { visible: number; inFlight: number; delayed: number } {
    this.#expire();
    const now = this.#clock.now();
    const hidden = [...this.#messages.values()].filter((message) => message.visibleAt > now);
    const inFlight = hidden.filter((message) => message.receiveCount > 0).length;
    return { visible: this.#messages.size - hidden.length, inFlight, delayed: hidden.length - inFlight };
  }

  /** Forgets what is in memory: timers and listeners. */
  close(): void {
    for (const timer of this.#timers.values()) this.#clock.cancel(timer);
    this.#timers.clear();
    this.#listeners.clear();
  }

  #receivable(count: number): Message[] {
    this.#expire();
    const found: Message[] = [];
    const blockedGroups = new Set<string>();
    const now = this.#clock.now();
    for (const id of this.isFifo ? this.#messages.keys() : this.#visible) {
      if (found.length >= count) break;
      const message = this.#messages.get(id);
      if (message === undefined || blockedGroups.has(message.groupId ?? '')) continue;
      // The order of a group holds: behind a message in flight, or not yet there, the rest of it waits.
      if (message.visibleAt > now) blockedGroups.add(message.groupId ?? '');
      else found.push(message);
    }
    return found;
  }

  /** Drops what is older than the queue keeps messages (4 days unless set). */
  #expire(): void {
    const before = this.#clock.now() - this.setting('MessageRetentionPeriod', 345_600) * 1000;
    const expired: string[] = [];
    for (const message of this.#messages.values()) {
      if (message.sentAt >= before) break;
      expired.push(message.id);
    }
    if (expired.length === 0) return;
    for (const id of expired) this.#drop(id);
    // Forgotten on disk in its own time: what is too old is dropped again at the next start.
    this.#journal.forget(this.name, expired).catch((error) => process.emitWarning(error));
  }

  #place(message: Message): void {
    this.#sequence = Math.max(this.#sequence, message.sequence);
    const timer = this.#timers.get(message.id);
    if (timer !== undefined) this.#clock.cancel(timer);
    this.#timers.delete(message.id);
    this.#messages.set(message.id, message);
    if (message.deduplicationId !== undefined) {
      const until = message.sentAt + DEDUPLICATION_MS;
      this.#duplicates.set(message.deduplicationId, { id: message.id, until, sequence: message.sequence });
    }
    if (message.visibleAt <= this.#clock.now()) {
      this.#show(message.id);
      return;
    }
    this.#visible.delete(message.id);
    this.#timers.set(
      message.id,
      this.#clock.at(message.visibleAt, () => {
        this.#timers.delete(message.id);
        this.#show(message.id);
      }),
    );
  }

  #show(id: string): void {
    this.#visible.add(id);
    this.#wake();
  }

  #drop(id: string): void {
    const timer = this.#timers.get(id);
    if (timer !== undefined) this.#clock.cancel(timer);
    this.#timers.delete(id);
    this.#messages.delete(id);
    this.#visible.delete(id);
  }

  #wake(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}

function receiptHandle(messageId: string): string {
  return Buffer.from(`${messageId}/${randomBytes(12).toString('hex')}`).toString('base64url');
}

/**
 * The message a receipt handle was given out for.
 *
 * @throws AwsError `ReceiptHandleIsInvalid` for a text that is no receipt handle
 */
export function messageIdOf(handle: string): string {
  const [id, secret] = Buffer.from(handle, 'base64url').toString().split('/');
  if (id === undefined || id === '' || secret === undefined) {
    throw new AwsError('ReceiptHandleIsInvalid', `The input receipt handle "${handle}" is not a valid receipt handle.`);
  }
  return id;
}
