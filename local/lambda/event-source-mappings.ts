import type { Quiet } from '#local/clock/quiet.ts';
import type { VirtualClock } from '#local/clock/virtual-clock.ts';
import type { DynamoDb } from '#local/dynamodb/dynamo-db.ts';
import { tableName } from '#local/dynamodb/operations.ts';
import type { Journal } from '#local/journal/journal.ts';
import type { Created, Resource } from '#local/template/provider.ts';
import { AwsError } from '#local/wire/aws-error.ts';
import type { Gateway } from '#local/wire/gateway.ts';
import type { Roles } from '#local/wire/roles.ts';
import { sendTo } from './destination.ts';
import { type MappingDefinition, mappingDefinition } from './mapping-definition.ts';
import type { Outcome } from './outcome.ts';
import { mapQueue, type QueueSource } from './queue-mapping.ts';
import type { StandingFunction } from './standing-function.ts';
import type { GivenUp } from './stream-lane.ts';
import { StreamMapping } from './stream-mapping.ts';

type Parts = {
  journal: Journal;
  clock: VirtualClock;
  quiet: Quiet;
  gateway: Gateway;
  roles: Roles;
  dynamoDb: DynamoDb | undefined;
  sqs: QueueSource | undefined;
  find: (name: string) => StandingFunction | undefined;
};

const streamActions = ['DescribeStream', 'GetRecords', 'GetShardIterator', 'ListStreams'];
const queueActions = ['ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes'];

/** The event source mappings of the template: from streams and queues to functions. */
export class EventSourceMappings {
  readonly #parts: Parts;
  readonly #definitions = new Map<string, MappingDefinition>();
  readonly #started: { stop(): void }[] = [];

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  create(resource: Resource): Created {
    const definition = mappingDefinition(resource);
    this.#definitions.set(definition.uuid, definition);
    return { ref: definition.uuid, attributes: { Id: definition.uuid, EventSourceMappingArn: definition.uuid } };
  }

  /** @throws AwsError InvalidParameterValueException when the function's role may not read the source, as AWS refuses it */
  async start(): Promise<void> {
    for (const definition of this.#definitions.values()) {
      if (!definition.isEnabled) continue;
      this.#checkRights(definition);
      if (definition.sourceArn.includes(':sqs:')) this.#startQueue(definition);
      else await this.#startStream(definition);
    }
  }

  stop(): void {
    for (const mapping of this.#started.splice(0)) mapping.stop();
  }

  #startQueue(definition: MappingDefinition): void {
    const { sqs } = this.#parts;
    if (sqs === undefined) throw new SourceMissing(definition.sourceArn);
    this.#started.push(mapQueue(definition, sqs, (payload) => this.#invoke(definition, payload)));
  }

  async #startStream(definition: MappingDefinition): Promise<void> {
    const { dynamoDb, journal, clock, quiet } = this.#parts;
    const table = dynamoDb?.table(tableName(definition.sourceArn));
    if (dynamoDb === undefined || table?.streamArn === undefined) throw new SourceMissing(definition.sourceArn);
    const reader = dynamoDb.streamReader(table.name, () => mapping.checkpoint);
    const first = definition.startsAtLatest ? await reader.latest() : 0;
    const mapping = new StreamMapping({
      definition,
      source: {
        arn: table.streamArn,
        table: table.name,
        partitionKey: table.partitionKey,
        view: table.streamView ?? '',
      },
      reader,
      first,
      journal,
      clock,
      quiet,
      invoke: (payload) => this.#invoke(definition, payload),
      giveUp: (given) => this.#giveUp(definition, given),
    });
    this.#started.push(mapping);
    await mapping.start();
  }

  #checkRights({ sourceArn, functionName }: MappingDefinition): void {
    const roleName = this.#parts.find(functionName)?.roleName;
    if (roleName === undefined) return;
    const service = sourceArn.includes(':sqs:') ? 'sqs' : 'dynamodb';
    for (const action of service === 'sqs' ? queueActions : streamActions) {
      // ListStreams is granted on every stream or on this one; either will do.
      this.#parts.roles.judge(roleName, { action: `${service}:${action}`, resource: sourceArn });
    }
  }

  /** Lambda invokes on its own behalf. A refusal, unlike an error of the function's, leaves the batch as it was. */
  async #invoke({ functionName }: MappingDefinition, payload: string): Promise<Outcome | undefined> {
    try {
      const { FunctionError, Payload } = await this.#parts.gateway.call({
        principal: { kind: 'service', name: 'lambda' },
        service: 'lambda',
        operation: 'Invoke',
        input: { FunctionName: functionName, Payload: payload },
      });
      return {
        payload: String(Payload),
        ...(FunctionError === undefined ? {} : { functionError: 'Unhandled' as const }),
      };
    } catch (error) {
      if (error instanceof AwsError) return undefined;
      throw error;
    }
  }

  /** @source Lambda, "Retaining discarded batches for a DynamoDB event source" */
  async #giveUp(definition: MappingDefinition, { records, attempts, condition }: GivenUp): Promise<void> {
    const [first, last] = [records[0], records.at(-1)];
    const fn = this.#parts.find(definition.functionName);
    if (definition.onFailure === undefined || first === undefined || last === undefined || fn === undefined) return;
    const record = {
      requestContext: { requestId: definition.uuid, functionArn: fn.arn, condition, approximateInvokeCount: attempts },
      responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
      version: '1.0',
      timestamp: new Date(this.#parts.clock.now()).toISOString(),
      DDBStreamBatchInfo: {
        shardId: `shardId-00000001-${tableName(definition.sourceArn)}`,
        startSequenceNumber: String(first.sequence),
        endSequenceNumber: String(last.sequence),
        approximateArrivalOfFirstRecord: new Date(first.arrivedAt).toISOString(),
        approximateArrivalOfLastRecord: new Date(last.arrivedAt).toISOString(),
        batchSize: records.length,
        streamArn: definition.sourceArn,
      },
    };
    try {
      await sendTo(this.#parts.gateway, definition.onFailure, fn.roleName, JSON.stringify(record));
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      process.emitWarning(`destination '${definition.onFailure}' of function '${fn.name}': ${error.message}`);
    }
  }
}

/** A mapping names a stream or a queue that the template does not have. */
export class SourceMissing extends Error {
  override readonly name = 'SourceMissing';
  constructor(sourceArn: string) {
    super(`event source '${sourceArn}' is no stream or queue of this template`);
  }
}
