import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Quiet } from '#local/clock/quiet.ts';
import { VirtualClock } from '#local/clock/virtual-clock.ts';
import { DynamoDb } from '#local/dynamodb/dynamo-db.ts';
import { Journal } from '#local/journal/journal.ts';
import { Functions } from '#local/lambda/functions.ts';
import type { QueueSource } from '#local/lambda/queue-mapping.ts';
import type { Resource } from '#local/template/provider.ts';
import { AwsDoor } from '#local/wire/aws-door.ts';
import { Faults } from '#local/wire/faults.ts';
import { Gateway } from '#local/wire/gateway.ts';
import { Roles } from '#local/wire/roles.ts';

/** Monday 23 November 2026, 09:00 in Seoul. */
export const monday = Date.parse('2026-11-23T00:00:00.000Z');

type Options = { home?: string; standAt?: number; trustAnyKey?: boolean; sqs?: QueueSource; database?: URL };

/** The platform's rooms together, on a home of their own, listening on 127.0.0.1. */
export async function awsPlace({ home, standAt = monday, trustAnyKey = false, sqs, database }: Options = {}) {
  const folder = home ?? mkdtempSync(join(tmpdir(), 'daedap-'));
  const quiet = new Quiet();
  const journal = new Journal(join(folder, 'journal.sqlite'), quiet);
  const clock = new VirtualClock(journal, quiet, standAt);
  const faults = new Faults();
  const roles = new Roles({ journal });
  const gateway = new Gateway({ clock, quiet, faults, roles });
  const door = new AwsDoor({ gateway, roles, clock, trustAnyKey });
  const dynamoDb = new DynamoDb({ clock, quiet, home: folder, endpoint: database?.href });
  gateway.register('dynamodb', dynamoDb);
  gateway.register('streams.dynamodb', dynamoDb.streams);
  let url = '';
  const functions = new Functions({
    journal,
    clock,
    quiet,
    gateway,
    roles,
    dynamoDb,
    home: folder,
    endpointUrl: () => url,
    ...(sqs === undefined ? {} : { sqs }),
  });
  gateway.register('lambda', functions);
  const server = createServer((request, response) => void door.handle(request, response));
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const address = server.address();
  url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  const { accessKeyId, secretAccessKey } = roles.administratorKeys();
  const sdk = {
    endpoint: url,
    region: 'ap-northeast-2',
    credentials: { accessKeyId, secretAccessKey },
    maxAttempts: 1,
  };
  /** Ends it as an orderly stop does; the home stays for the next. */
  const keepingHome = async (): Promise<void> => {
    clock.stop();
    server.closeAllConnections();
    server.close();
    await functions.close();
    await dynamoDb.close();
    journal.close();
  };
  const close = async (): Promise<void> => {
    await keepingHome();
    rmSync(folder, { recursive: true, force: true });
  };
  return {
    home: folder,
    url,
    sdk,
    quiet,
    journal,
    clock,
    faults,
    roles,
    gateway,
    dynamoDb,
    functions,
    close: Object.assign(close, { keepingHome }),
  };
}

/** A resource as the template room hands it to a provider. */
export function resource(type: string, logicalId: string, properties: Record<string, unknown>): Resource {
  return { type, logicalId, properties, stackName: 'Test' };
}

/** A table of the kind our complaints have. */
export const lettersTable = resource('AWS::DynamoDB::Table', 'Letters', {
  TableName: 'letters',
  KeySchema: [
    { AttributeName: 'pk', KeyType: 'HASH' },
    { AttributeName: 'sk', KeyType: 'RANGE' },
  ],
  AttributeDefinitions: [
    { AttributeName: 'pk', AttributeType: 'S' },
    { AttributeName: 'sk', AttributeType: 'S' },
  ],
  BillingMode: 'PAY_PER_REQUEST',
  StreamSpecification: { StreamViewType: 'KEYS_ONLY' },
  TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
});
