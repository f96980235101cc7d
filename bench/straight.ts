import { readFileSync } from 'node:fs';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  DescribeStreamCommand,
  DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
  ListStreamsCommand,
} from '@aws-sdk/client-dynamodb-streams';
import {
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  ListStateMachinesCommand,
  SFNClient,
} from '@aws-sdk/client-sfn';
import { DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { ask, type BenchCity, file, rest, signIn } from './city.ts';

/** What one straight complaint asks of AWS: answered within the hour, rated once, nothing else going on. */
export type Straight = {
  readonly stateEntries: number;
  readonly lambdaInvocations: number;
  readonly dynamoRequests: number;
  readonly readUnits: number;
  readonly writeUnits: number;
  readonly sqsRequests: number;
  readonly apiRequests: number;
};

type Prices = Readonly<
  Record<
    | 'stateTransition'
    | 'lambdaRequest'
    | 'lambdaGigabyteSecondArm'
    | 'dynamoWriteUnit'
    | 'dynamoReadUnit'
    | 'httpApiRequest'
    | 'sqsRequest',
    number
  >
>;

/** Seconds and gigabytes assumed of a warm invocation: AWS bills by what runs there, which this machine cannot tell. */
const ASSUMED = { seconds: 0.06, gigabytes: 0.25 };

/** A single item is one read unit, read consistently; a query brings a complaint with its desk (one) or a whole case (three). */
const READ_UNITS = { get: 1, query: 2 };

/** Plays one straight complaint in a warm city and counts what it asked for. */
export async function countStraight({ url }: BenchCity): Promise<Straight> {
  // The first one makes the city warm: cold functions read all of its records once.
  await playStraight(url);
  await ask(url, 'DELETE', '/_local/stats');
  return countOf(url, await playStraight(url));
}

async function playStraight(url: string): Promise<string> {
  const app = await signIn(url, 'app-web');
  const { number, accessCode } = await file(url, app);
  await rest(url);
  const official = await officialOf(url, number);
  const path = `/v1/complaints/${number}`;
  const { etag } = await ask(url, 'GET', `${path}/case`, undefined, official);
  await ask(url, 'POST', `${path}/answer`, { text: '조치하였습니다.' }, { ...official, 'if-match': etag });
  await rest(url);
  await ask(url, 'POST', `${path}/rating`, { score: 5 }, { 'access-code': accessCode });
  await rest(url);
  return number;
}

async function countOf(url: string, number: string): Promise<Straight> {
  const { body } = await ask<{ calls: Record<string, number> }>(url, 'GET', '/_local/stats');
  const sum = (pattern: RegExp): number =>
    Object.entries(body.calls).reduce((total, [call, count]) => total + (pattern.test(call) ? count : 0), 0);
  return {
    stateEntries: await stateEntries(url, number),
    lambdaInvocations: sum(/^lambda\.Invoke$/),
    dynamoRequests: sum(/^dynamodb\./),
    readUnits: sum(/^dynamodb\.GetItem$/) * READ_UNITS.get + sum(/^dynamodb\.Query$/) * READ_UNITS.query,
    writeUnits: await writeUnits(url, number),
    sqsRequests: sum(/^sqs\./),
    // Filing, the official's list is left out: one look serves many; case, answer, rating.
    apiRequests: 4,
  };
}

async function officialOf(url: string, number: string): Promise<{ authorization: string }> {
  for (const id of ['official-gangnam-office-1', 'official-gangnam-office-2', 'official-gangnam-office-3']) {
    const token = await signIn(url, id);
    const { status } = await ask(url, 'GET', `/v1/complaints/${number}/case`, undefined, token);
    if (status === 200) return token;
  }
  throw new Error(`nobody at the Gangnam office has complaint ${number}`);
}

type Endpoint = { endpoint: string; region: string; credentials: { accessKeyId: string; secretAccessKey: string } };

async function stateEntries(url: string, number: string): Promise<number> {
  const { body } = await ask<Endpoint>(url, 'GET', '/_local/endpoint');
  const states = new SFNClient(body);
  const { stateMachines = [] } = await states.send(new ListStateMachinesCommand({}));
  const stateMachineArn = stateMachines.find(({ name }) => name?.includes('ComplaintMachine'))?.stateMachineArn;
  const { executions = [] } = await states.send(new ListExecutionsCommand({ stateMachineArn, maxResults: 1000 }));
  const executionArn = executions.find(({ name }) => name === `${number}-1`)?.executionArn;
  const { events = [] } = await states.send(new GetExecutionHistoryCommand({ executionArn, maxResults: 1000 }));
  states.destroy();
  return events.filter(({ type }) => type?.endsWith('StateEntered')).length;
}

/**
 * Write units: every item that the stream says was written, by its size, twice for a transaction; and one for each time
 * an index entry came or went (`work` eight times, `handler` twice in a straight life, and of the finding `handler` twice,
 * `department` six times: it comes, changes three times, and moves once).
 */
async function writeUnits(url: string, number: string): Promise<number> {
  const { body } = await ask<Endpoint>(url, 'GET', '/_local/endpoint');
  const table = 'Daedap-ComplaintTable';
  const pk = `complaint#${number}`;
  const client = DynamoDBDocumentClient.from(new DynamoDBClient(body));
  const { Items = [] } = await client.send(
    new QueryCommand({
      TableName: table,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': pk },
    }),
  );
  const units = new Map(Items.map((item) => [String(item.sk), Math.ceil(JSON.stringify(item).length / 1024)]));
  client.destroy();
  const written = await writtenKeys(body, table, pk);
  const single = /^(wait|notice#)/;
  const INDEX_CHANGES = 18;
  const IDEMPOTENCY_ITEM = 2;
  // Counting: three items when it is filed, five when it is assigned, four when it is answered and when it is rated.
  const COUNTING = 2 * (3 + 5 + 4 + 4);
  const firstOfNotice = new Set<string>();
  return written.reduce(
    (total, sk) => {
      const isPlanned = sk.startsWith('notice#') && !firstOfNotice.has(sk);
      if (isPlanned) firstOfNotice.add(sk);
      return total + (units.get(sk) ?? 1) * (single.test(sk) && !isPlanned ? 1 : 2);
    },
    INDEX_CHANGES + IDEMPOTENCY_ITEM + COUNTING,
  );
}

async function writtenKeys(endpoint: Endpoint, table: string, pk: string): Promise<string[]> {
  const streams = new DynamoDBStreamsClient(endpoint);
  const { Streams = [] } = await streams.send(new ListStreamsCommand({ TableName: table }));
  const StreamArn = Streams[0]?.StreamArn;
  const { StreamDescription } = await streams.send(new DescribeStreamCommand({ StreamArn }));
  const ShardId = StreamDescription?.Shards?.[0]?.ShardId;
  const { ShardIterator } = await streams.send(
    new GetShardIteratorCommand({ StreamArn, ShardId, ShardIteratorType: 'TRIM_HORIZON' }),
  );
  const keys: string[] = [];
  let iterator = ShardIterator;
  while (iterator !== undefined) {
    const { Records = [], NextShardIterator } = await streams.send(new GetRecordsCommand({ ShardIterator: iterator }));
    for (const { dynamodb } of Records) if (dynamodb?.Keys?.pk?.S === pk) keys.push(dynamodb.Keys.sk?.S ?? '');
    iterator = Records.length === 0 ? undefined : NextShardIterator;
  }
  streams.destroy();
  return keys;
}

/** The AWS list price of 1,000 straight complaints in USD, without messages, by region. */
export function priceOfThousand(straight: Straight): Record<string, number> {
  const file = new URL('prices/2026-11.json', import.meta.url);
  const { regions }: { regions: Record<string, Prices> } = JSON.parse(readFileSync(file, 'utf8'));
  return Object.fromEntries(
    Object.entries(regions).map(([region, price]) => [
      region,
      1000 *
        (straight.stateEntries * price.stateTransition +
          straight.lambdaInvocations *
            (price.lambdaRequest + ASSUMED.seconds * ASSUMED.gigabytes * price.lambdaGigabyteSecondArm) +
          straight.writeUnits * price.dynamoWriteUnit +
          straight.readUnits * price.dynamoReadUnit +
          straight.apiRequests * price.httpApiRequest +
          straight.sqsRequests * price.sqsRequest),
    ]),
  );
}
