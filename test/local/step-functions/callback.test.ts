import { expect, test } from 'vitest';
import { AwsError } from '#local/wire/aws-error.ts';
import { World } from './world.ts';

/** Writes its token down, as a state that waits for a wake-up does. */
const AWAIT = {
  Type: 'Task',
  Resource: 'arn:aws:states:::aws-sdk:dynamodb:updateItem.waitForTaskToken',
  Arguments: { TableName: 'complaints', Token: '{% $states.context.Task.Token %}' },
  TimeoutSeconds: '{% $states.input.seconds %}',
  Catch: [{ ErrorEquals: ['States.Timeout'], Next: 'Late' }],
  Next: 'Heard',
};
const MACHINE = {
  QueryLanguage: 'JSONata',
  StartAt: 'Await',
  States: { Await: AWAIT, Heard: { Type: 'Succeed' }, Late: { Type: 'Fail', Error: 'Late' } },
};

async function waiting(): Promise<{ world: World; token: () => string }> {
  const world = await new World().open();
  let token = '';
  world.fake('dynamodb', ({ input }) => {
    token = String(input.Token);
    return {};
  });
  return { world, token: () => token };
}

test('a success by token goes on with its output', async () => {
  const { world, token } = await waiting();
  const { executionArn } = await world.run(MACHINE, { seconds: 60 });
  await world.ask('SendTaskSuccess', { taskToken: token(), output: '{"heard":true}' });
  await world.quiet.whenQuiet();
  expect(await world.describe(String(executionArn))).toMatchObject({ status: 'SUCCEEDED', output: '{"heard":true}' });
});

test('a success before the call has answered is kept and recorded after TaskSubmitted', async () => {
  const world = await new World().open();
  world.fake('dynamodb', async ({ input }) => {
    await world.ask('SendTaskSuccess', { taskToken: input.Token, output: '"early"' });
    return {};
  });
  const { executionArn, output } = await world.run(MACHINE, { seconds: 60 });
  expect(output).toBe('"early"');
  expect((await world.eventTypes(String(executionArn))).slice(2, 6)).toEqual([
    'TaskScheduled',
    'TaskStarted',
    'TaskSubmitted',
    'TaskSucceeded',
  ]);
});

test('the time-out comes at its own instant, not a millisecond earlier', async () => {
  const { world, token } = await waiting();
  const { executionArn } = await world.run(MACHINE, { seconds: 31_000_000 });
  await world.advance(30_999_999.999);
  expect(await world.describe(String(executionArn))).toMatchObject({ status: 'RUNNING' });
  await world.advance(0.001);
  expect(await world.describe(String(executionArn))).toMatchObject({ status: 'FAILED', error: 'Late' });
  await expect(world.ask('SendTaskSuccess', { taskToken: token(), output: '{}' })).rejects.toThrow(
    expect.objectContaining({ name: 'TaskTimedOut' }),
  );
});

test('a heartbeat puts the heartbeat time-out off', async () => {
  const { world, token } = await waiting();
  const states = { ...MACHINE.States, Await: { ...AWAIT, HeartbeatSeconds: 10 } };
  const { executionArn } = await world.run({ ...MACHINE, States: states }, { seconds: 1000 });
  await world.advance(9);
  await world.ask('SendTaskHeartbeat', { taskToken: token() });
  await world.advance(9);
  expect(await world.describe(String(executionArn))).toMatchObject({ status: 'RUNNING' });
  await world.advance(1);
  expect(await world.describe(String(executionArn))).toMatchObject({ status: 'FAILED' });
});

test('a token that is none of ours, or of a task already answered, is refused', async () => {
  const { world, token } = await waiting();
  await world.run(MACHINE, { seconds: 60 });
  const send = (taskToken: string): Promise<unknown> => world.ask('SendTaskSuccess', { taskToken, output: '{}' });
  await expect(send('made-up')).rejects.toThrow(new AwsError('InvalidToken', "Invalid Token: 'Invalid token'"));
  await expect(world.ask('SendTaskSuccess', { taskToken: token(), output: 'no json' })).rejects.toThrow(
    /InvalidOutput|Invalid Output/,
  );
  await send(token());
  await expect(send(token())).rejects.toThrow("Task Timed Out: 'Provided task does not exist anymore'");
});
