import type { Quiet } from '#local/clock/quiet.ts';
import type { VirtualClock } from '#local/clock/virtual-clock.ts';
import type { Journal } from '#local/journal/journal.ts';
import { accountId, arn } from '#local/template/place.ts';
import { type Created, type Provider, physicalName, type Resource } from '#local/template/provider.ts';
import { isMembers, listOf, type Members, textOf } from '#local/template/reading.ts';
import { AwsError } from '#local/wire/aws-error.ts';
import type { AwsCall, Permission, Service } from '#local/wire/aws-service.ts';
import { batchOperation } from './batch.ts';
import { Consumer, type Subscription } from './consumer.ts';
import { attributesOf, type QueueOperations, queueOperations } from './operations.ts';
import { Queue } from './queue.ts';
import { QueueJournal } from './queue-journal.ts';

/**
 * The queues of the local cloud.
 *
 * Imitates https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/Welcome.html
 * Left out: message move tasks, tags, permissions (resource policies), high-throughput FIFO.
 */
export class Sqs implements Service {
  /** Long polls wait; they say themselves when they work. */
  readonly waits = ['ReceiveMessage'] as const;
  readonly provider: Provider = { types: ['AWS::SQS::Queue'], create: (resource) => this.#create(resource) };
  readonly #clock: VirtualClock;
  readonly #quiet: Quiet;
  readonly #journal: QueueJournal;
  readonly #url: string;
  readonly #queues = new Map<string, Queue>();
  readonly #consumers = new Set<Consumer>();
  readonly #operations: QueueOperations;
  #started = false;

  /** @param url where the local cloud listens, for queue URLs */
  constructor({ journal, clock, quiet, url }: { journal: Journal; clock: VirtualClock; quiet: Quiet; url: string }) {
    this.#clock = clock;
    this.#quiet = quiet;
    this.#journal = new QueueJournal(journal);
    this.#url = url;
    this.#operations = queueOperations({ sqs: this, clock, quiet });
    for (const { name, attributes } of this.#journal.queues()) this.declare(name, attributes);
    quiet.probe('sqs', () => {
      for (const consumer of this.#consumers) {
        const reason = consumer.whyBusy();
        if (reason !== undefined) return reason;
      }
      return undefined;
    });
  }

  /** Begins to deliver to consumers. */
  start(): void {
    this.#started = true;
    for (const consumer of this.#consumers) consumer.start();
  }

  close(): void {
    for (const consumer of this.#consumers) consumer.stop();
    for (const queue of this.#queues.values()) queue.close();
  }

  /**
   * Delivers a queue's messages to a consumer, from `start` on.
   *
   * @returns how to stop it
   * @throws AwsError `QueueDoesNotExist`
   */
  subscribe(queueArn: string, subscription: Subscription): { stop(): void } {
    const queue = this.queue(queueArn);
    const consumer = new Consumer(queue, subscription, this.#clock, this.#quiet, () => this.redrive(queue));
    this.#consumers.add(consumer);
    if (this.#started) consumer.start();
    return {
      stop: () => {
        consumer.stop();
        this.#consumers.delete(consumer);
      },
    };
  }

  async call({ operation, input }: AwsCall): Promise<Record<string, unknown>> {
    const run = this.#operations[operation] ?? batchOperation(operation, this.#operations);
    if (run === undefined) {
      throw new AwsError('UnknownOperationException', `The local SQS does not know the operation ${operation}.`);
    }
    return run(input);
  }

  permissions(operation: string, input: Members): Permission[] {
    const action = `sqs:${operation.replace(/^(SendMessage|DeleteMessage|ChangeMessageVisibility)Batch$/, '$1')}`;
    const name = (textOf(input.QueueUrl) ?? textOf(input.QueueName) ?? '').split('/').at(-1) ?? '';
    return [{ action, resource: name === '' ? '*' : arn('sqs', name) }];
  }

  /** The queue by URL, ARN or name. */
  queue(urlOrArn: string): Queue {
    const queue = this.#queues.get(urlOrArn.split(/[/:]/).at(-1) ?? '');
    if (queue === undefined) throw new AwsError('QueueDoesNotExist', 'The specified queue does not exist.', 400);
    return queue;
  }

  queues(): Queue[] {
    return [...this.#queues.values()];
  }

  urlOf(queue: Queue): string {
    return `${this.#url}/${accountId}/${queue.name}`;
  }

  /** Makes a queue in memory, or gives the one there is these attributes. */
  declare(name: string, attributes: Readonly<Record<string, string>>): Queue {
    const known = this.#queues.get(name);
    if (known !== undefined) {
      known.setAttributes(attributes);
      return known;
    }
    const queue = new Queue(name, attributes, this.#clock, this.#journal);
    this.#queues.set(name, queue);
    return queue;
  }

  /** Makes a queue that a call asked for, and remembers it over a restart. */
  async createQueue(name: string, attributes: Readonly<Record<string, string>>): Promise<Queue> {
    await this.#journal.keepQueue(name, attributes);
    return this.declare(name, attributes);
  }

  async deleteQueue(queue: Queue): Promise<void> {
    queue.close();
    this.#queues.delete(queue.name);
    await this.#journal.forgetQueue(queue.name);
  }

  /** Moves messages that were received too often to the dead-letter queue; in memory at once. */
  async redrive(queue: Queue): Promise<void> {
    const policy = queue.redrive;
    const deadLetters =
      policy === undefined ? undefined : this.#queues.get(policy.deadLetterArn.split(':').at(-1) ?? '');
    if (deadLetters === undefined) return;
    const moved = queue.takeSpent().map((message) => {
      const { receiptHandle: _handle, firstReceivedAt: _first, ...kept } = message;
      return {
        ...kept,
        sequence: deadLetters.nextSequence,
        visibleAt: this.#clock.now(),
        receiveCount: 0,
        deadLetterSourceArn: queue.arn,
      };
    });
    if (moved.length === 0) return;
    const movedOnDisk = this.#journal.move(queue.name, deadLetters.name, moved);
    deadLetters.takeIn(moved);
    await movedOnDisk;
  }

  async #create(resource: Resource): Promise<Created> {
    const isFifo = String(resource.properties.FifoQueue ?? false) === 'true';
    const given = physicalName(resource, 'QueueName');
    const name = isFifo && !given.endsWith('.fifo') ? `${given}.fifo` : given;
    const queue = this.declare(name, attributesOf(declaredAttributes(resource.properties)));
    return {
      ref: this.urlOf(queue),
      attributes: { Arn: queue.arn, QueueName: queue.name, QueueUrl: this.urlOf(queue) },
    };
  }
}

const notAttributes = new Set(['QueueName', 'Tags', 'RedriveAllowPolicy']);

function declaredAttributes(properties: Members): Members {
  return Object.fromEntries(
    Object.entries(properties).flatMap(([name, value]) => {
      if (notAttributes.has(name)) return [];
      return [[name, isMembers(value) || listOf(value).length > 0 ? JSON.stringify(value) : value]];
    }),
  );
}
