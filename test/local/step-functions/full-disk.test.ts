import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { DISK_PAUSE_MS } from '#local/step-functions/engine.ts';
import { LAMBDA, World } from './world.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** Lets the next write at a commit point fail as a full disk does. */
function fillDisk(world: World, at: string): void {
  const write = world.journal.write.bind(world.journal);
  let isFull = true;
  world.journal.write = (point, stage) => {
    if (point !== at || !isFull) return write(point, stage);
    isFull = false;
    return Promise.reject(new Error('database or disk is full'));
  };
}

const unavailable = expect.objectContaining({ name: 'ServiceUnavailable', statusCode: 503 });

test('an execution that could not be kept is refused with 503, and can be begun once there is room', async () => {
  const world = await new World().open();
  const stateMachineArn = await world.machine({ StartAt: 'P', States: { P: { Type: 'Pass', End: true } } });
  const begin = () => world.ask('StartExecution', { stateMachineArn, name: 'one' });
  fillDisk(world, 'execution-started');
  await expect(begin()).rejects.toThrow(unavailable);
  const { executionArn } = await begin();
  await world.quiet.whenQuiet();
  expect(await world.describe(String(executionArn))).toMatchObject({ status: 'SUCCEEDED' });
});

test('a success by token that could not be kept is refused, and taken when it is sent again', async () => {
  const world = await new World().open();
  let token: unknown;
  world.fake('dynamodb', ({ input }) => {
    token = input.Token;
    return {};
  });
  const state = {
    Type: 'Task',
    Resource: 'arn:aws:states:::aws-sdk:dynamodb:updateItem.waitForTaskToken',
    Arguments: { Token: '{% $states.context.Task.Token %}' },
    End: true,
  };
  const { executionArn } = await world.run({ QueryLanguage: 'JSONata', StartAt: 'T', States: { T: state } });
  const send = () => world.ask('SendTaskSuccess', { taskToken: token, output: '1' });
  fillDisk(world, 'token-reported');
  await expect(send()).rejects.toThrow(unavailable);
  expect(await world.describe(String(executionArn))).toMatchObject({ status: 'RUNNING' });
  await send();
  expect(await world.describe(String(executionArn))).toMatchObject({ status: 'SUCCEEDED', output: '1' });
});

test("a call's answer that could not be kept is kept a second later, without a second call", async () => {
  const world = await new World().open();
  let calls = 0;
  world.define('work', () => {
    calls += 1;
    fillDisk(world, 'call-answered');
    return 'done';
  });
  const executionArn = await world.begin({
    StartAt: 'T',
    States: { T: { Type: 'Task', Resource: `${LAMBDA}:work`, End: true } },
  });
  while (calls === 0) await new Promise((turn) => setImmediate(turn));
  for (let turns = 0; turns < 10; turns += 1) await new Promise((turn) => setImmediate(turn));
  expect(await world.describe(executionArn)).toMatchObject({ status: 'RUNNING' });
  vi.advanceTimersByTime(DISK_PAUSE_MS);
  await world.quiet.whenQuiet();
  expect(await world.describe(executionArn)).toMatchObject({ status: 'SUCCEEDED', output: '"done"' });
  expect(calls).toBe(1);
});
