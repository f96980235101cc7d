import { describe, expect, test } from 'vitest';
import { LAMBDA, World } from './world.ts';

const PASS = { StartAt: 'P', States: { P: { Type: 'Pass', End: true } } };
const only = (state: object) => ({ StartAt: 'Only', States: { Only: state } });

test('an input of 262,144 bytes is taken, one more is refused', async () => {
  const made = await new World().open();
  const stateMachineArn = await made.machine(PASS);
  const input = (bytes: number): string => `"${'a'.repeat(bytes - 2)}"`;
  await made.ask('StartExecution', { stateMachineArn, name: 'fits', input: input(262_144) });
  await expect(made.ask('StartExecution', { stateMachineArn, name: 'not', input: input(262_145) })).rejects.toThrow(
    "Value at 'input' failed to satisfy constraint: Member must have size less than or equal to 262144 bytes in UTF-8 encoding",
  );
});

test('a larger result fails the task with States.DataLimitExceeded, which States.ALL does not catch', async () => {
  const made = await new World().open();
  made.define('large', () => 'a'.repeat(262_144));
  const Catch = [{ ErrorEquals: ['States.ALL'], Next: 'Caught' }];
  const definition = {
    StartAt: 'T',
    States: { T: { Type: 'Task', Resource: `${LAMBDA}:large`, Catch, End: true }, Caught: { Type: 'Succeed' } },
  };
  expect(await made.run(definition)).toMatchObject({ status: 'FAILED', error: 'States.DataLimitExceeded' });
});

describe('what lies within each other more than 1,000 deep', () => {
  const tooDeep = 'Document nesting depth (1001) exceeds the maximum allowed (1000';
  const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);

  test('is refused as an input, closed or not; 1,000 are taken, and brackets in a text are none', async () => {
    const made = await new World().open();
    const stateMachineArn = await made.machine(PASS);
    for (const input of [nested(1_001), nested(100_000), '['.repeat(200_000), '{"a":'.repeat(40_000)]) {
      await expect(made.ask('StartExecution', { stateMachineArn, input })).rejects.toThrow(tooDeep);
    }
    expect(await made.run(PASS, JSON.parse(nested(1_000)))).toMatchObject({ status: 'SUCCEEDED' });
    expect(await made.run(PASS, `\\"${'['.repeat(5_000)}`, 'text')).toMatchObject({ status: 'SUCCEEDED' });
  });

  test('is refused in a definition', async () => {
    const made = await new World().open();
    const definition = JSON.stringify(only({ Type: 'Pass', End: true, Result: 0 })).replace('0', nested(2_000));
    await expect(
      made.ask('CreateStateMachine', { name: 'deep', roleArn: 'arn:aws:iam::000000000000:role/r', definition }),
    ).rejects.toThrow(tooDeep);
  });

  test('fails the task that it is the result of', async () => {
    const made = await new World().open();
    made.define('deep', () => JSON.parse(nested(1_001)));
    const task = only({ Type: 'Task', Resource: `${LAMBDA}:deep`, End: true });
    const failure = { status: 'FAILED', error: 'States.Runtime', cause: expect.stringContaining(tooDeep) };
    expect(await made.run(task)).toMatchObject(failure);
  });

  test.each([
    ['what it passes on', { Parameters: { 'in.$': '$' } }],
    ['a variable', { Assign: { 'kept.$': 'States.Array($kept)' } }],
  ])('ends a loop that wraps %s again and again', async (_what, fields) => {
    const made = await new World().open();
    const definition = {
      StartAt: 'Begin',
      States: {
        Begin: { Type: 'Pass', Assign: { kept: [] }, Next: 'Wrap' },
        Wrap: { Type: 'Pass', ...fields, Next: 'Again' },
        Again: { Type: 'Choice', Choices: [{ Variable: '$.end', IsPresent: true, Next: 'End' }], Default: 'Wrap' },
        End: { Type: 'Succeed' },
      },
    };
    const failure = { status: 'FAILED', error: 'States.Runtime', cause: expect.stringContaining(tooDeep) };
    expect(await made.run(definition)).toMatchObject(failure);
  });
});

test('the 25,000th event ends an execution that never ends', async () => {
  const made = await new World().open();
  const definition = {
    StartAt: 'A',
    States: {
      A: { Type: 'Pass', Next: 'B' },
      B: { Type: 'Choice', Choices: [{ Variable: '$.end', IsPresent: true, Next: 'C' }], Default: 'A' },
      C: { Type: 'Succeed' },
    },
  };
  const { executionArn, status, error } = await made.run(definition);
  expect({ status, error }).toEqual({ status: 'FAILED', error: 'States.Runtime' });
  const { events } = await made.ask('GetExecutionHistory', { executionArn, maxResults: 1, reverseOrder: true });
  expect(events).toMatchObject([{ id: 25_000, type: 'ExecutionFailed' }]);
});

test('an execution times out after a year, exactly', async () => {
  const made = await new World().open();
  const { executionArn, startDate } = await made.run(only({ Type: 'Wait', Seconds: 99_999_999, End: true }));
  await made.advance(366 * 86_400);
  const described = await made.describe(String(executionArn));
  expect(described).toMatchObject({ status: 'TIMED_OUT' });
  expect(Number(described.stopDate) - Number(startDate)).toBe(365 * 86_400);
});

test('a machine of TimeoutSeconds ends its executions then', async () => {
  const made = await new World().open();
  const { executionArn } = await made.run({ ...only({ Type: 'Wait', Seconds: 100, End: true }), TimeoutSeconds: 60 });
  await made.advance(60);
  const described = await made.describe(String(executionArn));
  expect(described).toMatchObject({ status: 'TIMED_OUT', redriveStatus: 'REDRIVABLE' });
  expect(described).not.toHaveProperty('error');
  expect((await made.history(String(executionArn))).at(-1)).toMatchObject({
    type: 'ExecutionTimedOut',
    previousEventId: 0,
    executionTimedOutEventDetails: { error: 'States.Timeout' },
  });
});

test.each(['a b', 'a/b', 'a#b', 'a\u0007b', 'a:b'])('the name %j is refused', async (name) => {
  const made = await new World().open();
  const stateMachineArn = await made.machine(PASS);
  await expect(made.ask('StartExecution', { stateMachineArn, name })).rejects.toThrow(
    expect.objectContaining({ name: 'InvalidName' }),
  );
});

test('a finished execution can be seen for 90 days, and its name used again after', async () => {
  const made = await new World().open();
  const { executionArn, stateMachineArn } = await made.run(PASS);
  await made.advance(90 * 86_400);
  expect(await made.describe(String(executionArn))).toMatchObject({ status: 'SUCCEEDED' });
  await made.advance(1);
  await expect(made.describe(String(executionArn))).rejects.toThrow(
    expect.objectContaining({ name: 'ExecutionDoesNotExist' }),
  );
  await made.ask('StartExecution', { stateMachineArn, name: 'execution' });
  await made.quiet.whenQuiet();
  expect(await made.describe(String(executionArn))).toMatchObject({ status: 'SUCCEEDED' });
});
