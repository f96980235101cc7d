import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { World } from './world.ts';

const CHILD = {
  StartAt: 'Wait',
  States: {
    Wait: { Type: 'Wait', Seconds: 30, Next: 'End' },
    End: { Type: 'Pass', Result: { done: true }, End: true },
  },
};
const parent = (StateMachineArn: string, pattern: string) => ({
  StartAt: 'Nest',
  States: {
    Nest: {
      Type: 'Task',
      Resource: `arn:aws:states:::states:startExecution${pattern}`,
      Parameters: { StateMachineArn, Input: { from: 'parent' }, Name: 'nested' },
      End: true,
    },
  },
});

test('.sync:2 waits for the other execution and gives its output as JSON', async () => {
  const made = await new World().open();
  const { executionArn } = await made.run(parent(await made.machine(CHILD, 'child'), '.sync:2'));
  expect(await made.describe(String(executionArn))).toMatchObject({ status: 'RUNNING' });
  await made.advance(30);
  const { output } = await made.describe(String(executionArn));
  expect(JSON.parse(String(output))).toMatchObject({
    Status: 'SUCCEEDED',
    Name: 'nested',
    Output: { done: true },
    Input: { from: 'parent' },
  });
});

test('.sync gives the output as text', async () => {
  const made = await new World().open();
  const { executionArn } = await made.run(parent(await made.machine(CHILD, 'child'), '.sync'));
  await made.advance(30);
  const { output } = await made.describe(String(executionArn));
  expect(JSON.parse(String(output)).Output).toBe('{"done":true}');
});

test('without .sync the state ends as soon as the other execution has begun', async () => {
  const made = await new World().open();
  const { status } = await made.run(parent(await made.machine(CHILD, 'child'), ''));
  expect(status).toBe('SUCCEEDED');
});

test('the end of the other execution in failure is States.TaskFailed with its description', async () => {
  const made = await new World().open();
  const child = await made.machine({ StartAt: 'F', States: { F: { Type: 'Fail', Error: 'Broken' } } }, 'child');
  const { error, cause } = await made.run(parent(child, '.sync:2'));
  expect(error).toBe('States.TaskFailed');
  expect(JSON.parse(String(cause))).toMatchObject({ Status: 'FAILED', Error: 'Broken' });
});

test('stopping an execution stops the one it waits for', async () => {
  const made = await new World().open();
  const { executionArn } = await made.run(parent(await made.machine(CHILD, 'child'), '.sync:2'));
  await made.ask('StopExecution', { executionArn, error: 'Enough', cause: 'told so' });
  await made.quiet.whenQuiet();
  expect(await made.describe(String(executionArn))).toMatchObject({
    status: 'ABORTED',
    error: 'Enough',
    cause: 'told so',
  });
  expect(await made.describe('arn:aws:states:ap-northeast-2:000000000000:execution:child:nested')).toMatchObject({
    status: 'ABORTED',
  });
});

test('a branch that fails stops the execution that its neighbour waits for', async () => {
  const made = await new World().open();
  const waits = parent(await made.machine(CHILD, 'child'), '.sync:2');
  const fails = {
    StartAt: 'Pause',
    States: { Pause: { Type: 'Wait', Seconds: 5, Next: 'Fail' }, Fail: { Type: 'Fail', Error: 'Broken' } },
  };
  const { executionArn } = await made.run({
    StartAt: 'Both',
    States: {
      Both: {
        Type: 'Parallel',
        Branches: [waits, fails],
        Catch: [{ ErrorEquals: ['Broken'], Next: 'Later' }],
        End: true,
      },
      Later: { Type: 'Wait', Seconds: 1000, End: true },
    },
  });
  await made.advance(5);
  await made.quiet.whenQuiet();
  expect(await made.describe(String(executionArn))).toMatchObject({ status: 'RUNNING' });
  expect(await made.describe('arn:aws:states:ap-northeast-2:000000000000:execution:child:nested')).toMatchObject({
    status: 'ABORTED',
  });
});

test('a nested execution that began and ended while the answer was lost is not taken for a failure', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'step-functions-'));
  const before = await new World(join(folder, 'journal.sqlite')).open();
  const child = await before.machine({ StartAt: 'P', States: { P: { Type: 'Pass', Result: 1, End: true } } }, 'child');
  const begun = new Promise<void>((heard) => {
    before.fake('states', async (call) => {
      await before.states.call(call);
      heard();
      return new Promise(() => {});
    });
  });
  const executionArn = await before.begin(parent(child, '.sync:2'));
  await begun;
  await before.journal.settled();
  const after = await new World(before.crash()).open();
  await after.quiet.whenQuiet();
  expect(await after.describe(executionArn)).toMatchObject({ status: 'SUCCEEDED' });
  after.close();
  rmSync(folder, { recursive: true });
});
