import { DynamoDBClient, GetItemCommand, QueryCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import {
  DescribeExecutionCommand,
  type HistoryEvent,
  ListStateMachinesCommand,
  paginateGetExecutionHistory,
  SendTaskSuccessCommand,
  SFNClient,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { GetQueueAttributesCommand, GetQueueUrlCommand, SQSClient } from '@aws-sdk/client-sqs';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { Complaint } from '#schemas/complaint.ts';
import type { City } from './city.ts';

const STACK = 'Daedap';
const TABLE = `${STACK}-ComplaintTable`;

type Endpoint = {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
};

/** The name in the cloud of a function, queue or table of the stack. */
export const named = (id: string): string => `${STACK}-${id}`;

/** A fault that strikes every invocation of a function until it is taken away: as if too much ran at once. */
export const busy = (id: string): Record<string, unknown> => ({
  service: 'lambda',
  operation: 'Invoke',
  kind: 'throttle',
  resource: `function:${named(id)}`,
});

/** A fault in the call by which a state writes the token under which it waits. */
export const inWaiting = (number: string): Record<string, unknown> => ({
  service: 'dynamodb',
  operation: 'UpdateItem',
  input: `complaint#${number}"},"sk":{"S":"wait"}`,
});

/** A city's AWS side, with the administrator's keys: to force an order of things, and to look at what no API shows. */
export class AwsSide {
  readonly #dynamo: DynamoDBClient;
  readonly #lambda: LambdaClient;
  readonly #states: SFNClient;
  readonly #queues: SQSClient;
  #machineArn: string | undefined;

  private constructor(settings: Endpoint) {
    this.#dynamo = new DynamoDBClient(settings);
    this.#lambda = new LambdaClient(settings);
    this.#states = new SFNClient(settings);
    this.#queues = new SQSClient(settings);
  }

  static async of(city: City): Promise<AwsSide> {
    return new AwsSide((await city.ask<Endpoint>('GET', '/_local/endpoint')).body);
  }

  close(): void {
    for (const client of [this.#dynamo, this.#lambda, this.#states, this.#queues]) client.destroy();
  }

  /** Makes a complaint one that no step has counted by today's rules. */
  async forgetCounting(number: string): Promise<void> {
    await this.#dynamo.send(
      new UpdateItemCommand({
        TableName: TABLE,
        Key: { pk: { S: `complaint#${number}` }, sk: { S: 'complaint' } },
        UpdateExpression: 'REMOVE complaint.counted',
      }),
    );
  }

  /** The token under which a complaint's execution waits. */
  async token(number: string): Promise<string | undefined> {
    const { Item } = await this.#dynamo.send(
      new GetItemCommand({ TableName: TABLE, Key: waitOf(number), ConsistentRead: true }),
    );
    return Item?.token?.S;
  }

  /** A complaint as the table holds it, with the version of its desk; nobody's look is recorded. */
  async complaint(number: string): Promise<{ complaint: Complaint; version: number }> {
    const read = async (sk: string) => {
      const Key = { pk: { S: `complaint#${number}` }, sk: { S: sk } };
      const { Item } = await this.#dynamo.send(new GetItemCommand({ TableName: TABLE, Key, ConsistentRead: true }));
      return unmarshall(Item ?? {});
    };
    const [desk, item] = [await read('desk'), await read('complaint')];
    return { complaint: item.complaint as Complaint, version: Number(desk.version) };
  }

  /** Puts a token there as if a state had waited under it. */
  async putToken(number: string, token: string): Promise<void> {
    await this.#dynamo.send(
      new UpdateItemCommand({
        TableName: TABLE,
        Key: waitOf(number),
        UpdateExpression: 'SET #token = :token',
        ExpressionAttributeNames: { '#token': 'token' },
        ExpressionAttributeValues: { ':token': { S: token } },
      }),
    );
  }

  /** Sort keys of all that the table holds of a complaint. */
  async sortKeys(number: string): Promise<string[]> {
    const { Items = [] } = await this.#dynamo.send(
      new QueryCommand({
        TableName: TABLE,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': { S: `complaint#${number}` } },
        ProjectionExpression: 'sk',
      }),
    );
    return Items.flatMap(({ sk }) => sk?.S ?? []);
  }

  async wake(token: string): Promise<void> {
    await this.#states.send(new SendTaskSuccessCommand({ taskToken: token, output: '{}' }));
  }

  /** Invokes a function with stream records of these items. */
  async deliver(id: string, items: readonly { number: string; sk: string }[]): Promise<void> {
    const Records = items.map(({ number, sk }, index) => ({
      eventSource: 'aws:dynamodb',
      eventName: 'INSERT',
      dynamodb: {
        Keys: { pk: { S: `complaint#${number}` }, sk: { S: sk } },
        SequenceNumber: String(index),
        StreamViewType: 'KEYS_ONLY',
      },
    }));
    const { FunctionError } = await this.#lambda.send(
      new InvokeCommand({ FunctionName: named(id), Payload: JSON.stringify({ Records }) }),
    );
    if (FunctionError !== undefined) throw new Error(`${id} answered ${FunctionError}`);
  }

  /** Calls a step as the state machine does; gives the name of the error it ends with, if it does. */
  async step(id: string, input: Record<string, unknown>): Promise<string | undefined> {
    const { FunctionError, Payload } = await this.#lambda.send(
      new InvokeCommand({ FunctionName: named(id), Payload: JSON.stringify(input) }),
    );
    if (FunctionError === undefined) return undefined;
    return (JSON.parse(Payload?.transformToString() ?? '{}') as { errorType?: string }).errorType ?? FunctionError;
  }

  /** How many messages stand visible in a queue. */
  async messagesIn(id: string): Promise<number> {
    const { QueueUrl } = await this.#queues.send(new GetQueueUrlCommand({ QueueName: named(id) }));
    const { Attributes = {} } = await this.#queues.send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['ApproximateNumberOfMessages'] }),
    );
    return Number(Attributes.ApproximateNumberOfMessages);
  }

  async statusOf(execution: string): Promise<string | undefined> {
    const executionArn = await this.#executionArn(execution);
    return (await this.#states.send(new DescribeExecutionCommand({ executionArn }))).status;
  }

  async stop(execution: string): Promise<void> {
    const executionArn = await this.#executionArn(execution);
    await this.#states.send(new StopExecutionCommand({ executionArn, error: 'Stopped', cause: 'by hand' }));
  }

  /** The events of an execution, from the first. */
  async events(execution: string): Promise<HistoryEvent[]> {
    const executionArn = await this.#executionArn(execution);
    const events: HistoryEvent[] = [];
    for await (const page of paginateGetExecutionHistory({ client: this.#states }, { executionArn })) {
      events.push(...(page.events ?? []));
    }
    return events;
  }

  async #executionArn(execution: string): Promise<string> {
    if (this.#machineArn === undefined) {
      const { stateMachines = [] } = await this.#states.send(new ListStateMachinesCommand({}));
      this.#machineArn = stateMachines.find(({ name }) => name?.includes('ComplaintMachine'))?.stateMachineArn;
    }
    return `${this.#machineArn?.replace(':stateMachine:', ':execution:')}:${execution}`;
  }
}

const waitOf = (number: string) => ({ pk: { S: `complaint#${number}` }, sk: { S: 'wait' } });
