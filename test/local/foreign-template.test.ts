import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { DescribeExecutionCommand, ListExecutionsCommand, SFNClient } from '@aws-sdk/client-sfn';
import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readTemplateFile } from '#local/template/assembly.ts';
import { day, type Town, town } from './town.ts';

let code: string;
let office: Town;

const here = (file: string): string => new URL(`foreign/${file}`, import.meta.url).pathname;
const postOffice = () =>
  readTemplateFile(here('post-office.template.json'), { stackName: 'Town', assets: { 'post-office.zip': code } });

beforeAll(async () => {
  code = mkdtempSync(join(tmpdir(), 'daedap-foreign-'));
  await build({
    entryPoints: [here('post-office.ts')],
    outfile: join(code, 'index.mjs'),
    bundle: true,
    platform: 'node',
    format: 'esm',
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
  });
  office = await town({}, { template: postOffice() });
});

afterAll(async () => {
  await office.close();
  rmSync(code, { recursive: true, force: true });
});

test('a stranger’s template stands up, works through the real SDKs and survives a restart', async () => {
  const table = String(office.stack?.outputs.Table);
  const answer = await fetch(`${office.url}/letters/7`, { method: 'POST', body: 'Dear city' });
  expect([answer.status, await answer.json()]).toEqual([201, { kept: '7' }]);

  // The stream, the queue and the journey's first step follow by themselves.
  expect((await office.control('clock', { advance: 'PT0S' })).status).toBe(200);
  const kept = await new DynamoDBClient(office.sdk).send(
    new GetItemCommand({ TableName: table, Key: { number: { S: '7' } } }),
  );
  expect(kept.Item?.text?.S).toBe('Dear city');
  const machine = String(office.stack?.outputs.Machine);
  const { executions = [] } = await new SFNClient(office.sdk).send(
    new ListExecutionsCommand({ stateMachineArn: machine }),
  );
  expect(executions.map(({ name, status }) => [name, status])).toEqual([['letter-7', 'RUNNING']]);

  // The journey waits for two days: over a restart.
  await office.close.keepingHome();
  office = await town({}, { home: office.home, template: postOffice() });
  expect(office.outbox.messages()).toEqual([]);
  await office.control('clock', { advance: 'P2D' });

  const execution = await new SFNClient(office.sdk).send(
    new DescribeExecutionCommand({ executionArn: executions[0]?.executionArn }),
  );
  expect(execution.status).toBe('SUCCEEDED');
  expect((await office.control('outbox')).body.messages).toEqual([
    {
      at: office.at(2 * day),
      protocol: 'sms',
      to: '+82101234567',
      text: 'letter 7 is stamped',
      topic: 'Town-Journeys',
    },
  ]);
  // The rule for ended executions put its word into the queue.
  const queue = String(office.stack?.outputs.Done);
  const { Messages = [] } = await new SQSClient(office.sdk).send(new ReceiveMessageCommand({ QueueUrl: queue }));
  expect(Messages.map((message) => JSON.parse(message.Body ?? ''))).toEqual([
    { letter: 'letter-7', ended: 'SUCCEEDED' },
  ]);
});
