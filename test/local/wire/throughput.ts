/**
 * Measures what the gateway costs: transactions a second through the SDK, to the database itself and through the door
 * (signature, role, stream mapping). Run: node_modules/.bin/node test/local/wire/throughput.ts
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { DynamoDBClient, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { awsPlace, lettersTable, resource } from './aws-place.ts';

const SECONDS = 4;
const IN_FLIGHT = 16;

if (process.argv[2] === 'load') await load(JSON.parse(process.argv[3] ?? '{}'));
else await measure();

async function load(sdk: { endpoint: string }): Promise<void> {
  const client = new DynamoDBClient({ ...sdk, region: 'ap-northeast-2' });
  const times: number[] = [];
  const run = String(Math.random());
  const endsAt = performance.now() + SECONDS * 1_000;
  const worker = async (lane: number): Promise<void> => {
    for (let at = 0; performance.now() < endsAt; at += 1) {
      const pk = { S: `${run}-${lane}-${at}` };
      const put = (sk: string) => ({
        Put: {
          TableName: 'letters',
          Item: { pk, sk: { S: sk }, text: { S: 'x'.repeat(600) } },
          ConditionExpression: 'attribute_not_exists(pk)',
        },
      });
      const began = performance.now();
      await client.send(new TransactWriteItemsCommand({ TransactItems: [put('complaint'), put('desk'), put('key')] }));
      times.push(performance.now() - began);
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, (_, lane) => worker(lane)));
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.floor(times.length * share)]?.toFixed(1);
  const cpu = process.cpuUsage();
  process.stdout.write(
    `${(times.length / SECONDS).toFixed(0)} transactions/s, p50 ${at(0.5)} ms, p99 ${at(0.99)} ms; client CPU ${((cpu.user + cpu.system) / times.length / 1_000).toFixed(2)} ms each\n`,
  );
}

async function measure(): Promise<void> {
  const place = await awsPlace();
  const { attributes } = await place.dynamoDb.provider.create(lettersTable);
  await place.roles.provider.create(
    resource('AWS::IAM::Role', 'Role', {
      RoleName: 'writer',
      Policies: [
        {
          PolicyDocument: {
            Statement: [{ Effect: 'Allow', Action: ['dynamodb:PutItem'], Resource: [attributes.Arn] }],
          },
        },
      ],
    }),
  );
  let records = 0;
  place.functions.define('reader', (event) => {
    records += (event as { Records: unknown[] }).Records.length;
  });
  await place.dynamoDb.start();
  await place.clock.catchUp();
  const run = async (name: string, endpoint: string, credentials: object): Promise<void> => {
    const before = process.cpuUsage();
    const counted = place.gateway.counts()['dynamodb.TransactWriteItems'] ?? 0;
    const child = fork(import.meta.filename, ['load', JSON.stringify({ endpoint, credentials })], {
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    });
    let said = '';
    child.stdout?.on('data', (chunk) => {
      said += chunk;
    });
    await once(child, 'exit');
    const cpu = process.cpuUsage(before);
    const calls = (place.gateway.counts()['dynamodb.TransactWriteItems'] ?? 0) - counted;
    const each = calls === 0 ? '' : `, gateway CPU ${((cpu.user + cpu.system) / calls / 1_000).toFixed(2)} ms each`;
    process.stdout.write(`${name}: ${said.trim()}${each}\n`);
  };
  const direct = await place.dynamoDb.endpoint();
  await run('database alone', direct.href, { accessKeyId: 'local', secretAccessKey: 'local' });
  await run('through the door', place.url, place.roles.keysFor('writer'));
  await place.functions.provider.create(
    resource('AWS::Lambda::EventSourceMapping', 'Mapping', {
      FunctionName: 'reader',
      EventSourceArn: attributes.StreamArn,
      StartingPosition: 'LATEST',
      ParallelizationFactor: 4,
    }),
  );
  await place.functions.start();
  await run('with a stream mapping', place.url, place.roles.keysFor('writer'));
  await place.quiet.whenQuiet();
  process.stdout.write(`${records} records handed on\n`);
  await place.close();
}
