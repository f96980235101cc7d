import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { CreateQueueCommand, ReceiveMessageCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { minute, type Town, town } from './town.ts';

const roleArn = 'arn:aws:iam::000000000000:role/any';
const definition = JSON.stringify({
  StartAt: 'Wait',
  States: { Wait: { Type: 'Wait', Seconds: 60, Next: 'End' }, End: { Type: 'Succeed' } },
});
const large = 'x'.repeat(200_000);
const refused = expect.objectContaining({ $metadata: expect.objectContaining({ httpStatusCode: 503 }) });

let place: Town;
let states: SFNClient;
let sqs: SQSClient;
let stateMachineArn: string | undefined;
let QueueUrl: string | undefined;

beforeEach(async () => {
  place = await town({}, { bare: true });
  states = new SFNClient(place.sdk);
  sqs = new SQSClient(place.sdk);
  ({ stateMachineArn } = await states.send(new CreateStateMachineCommand({ name: 'waiting', definition, roleArn })));
  ({ QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'letters' })));
});
afterEach(() => place.close());

/** From now on the journal's file may not grow: SQLite answers as it does on a full disk. */
function fillDisk(): void {
  const pages = Number(place.journal.db.prepare('PRAGMA page_count').get()?.page_count);
  place.journal.db.exec(`PRAGMA max_page_count = ${pages}`);
}
const makeRoom = () => place.journal.db.exec('PRAGMA max_page_count = 1000000');
const start = (name: string, input = '{}') => states.send(new StartExecutionCommand({ stateMachineArn, name, input }));
const send = (MessageBody: string) => sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }));

test('on a full disk writes are answered 503, reads go on, and nothing acknowledged is lost', async () => {
  const { executionArn } = await start('kept');
  await send('kept');
  fillDisk();
  await expect(start('refused', JSON.stringify(large))).rejects.toThrow(refused);
  await expect(send(large)).rejects.toThrow(refused);
  const more = definition.replace('60', `60, "Comment": "${large}"`);
  await expect(
    states.send(new CreateStateMachineCommand({ name: 'refused', definition: more, roleArn })),
  ).rejects.toThrow(refused);
  expect(await states.send(new DescribeExecutionCommand({ executionArn }))).toMatchObject({ status: 'RUNNING' });
  const { events } = await states.send(new GetExecutionHistoryCommand({ executionArn }));
  expect(events?.map(({ type }) => type)).toEqual(['ExecutionStarted', 'WaitStateEntered']);
  makeRoom();
  await place.pass(minute);
  expect(await states.send(new DescribeExecutionCommand({ executionArn }))).toMatchObject({ status: 'SUCCEEDED' });
  const { Messages } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
  expect(Messages?.[0]?.Body).toBe('kept');
  expect((await start('refused', JSON.stringify(large))).executionArn).toContain(':refused');
});
