import { expect, test } from 'vitest';
import { LAMBDA, World } from './world.ts';

const MACHINE = {
  QueryLanguage: 'JSONata',
  StartAt: 'Begin',
  States: {
    Begin: { Type: 'Pass', Assign: { kept: 'variable' }, Next: 'Work' },
    Work: { Type: 'Task', Resource: `${LAMBDA}:work`, Output: '{% [$kept, $states.result] %}', End: true },
  },
};

async function failedOnce(): Promise<{ world: World; executionArn: string }> {
  const world = await new World().open();
  let calls = 0;
  world.define('work', () => {
    calls += 1;
    if (calls === 1) throw new Error('not yet');
    return 'done';
  });
  const { executionArn } = await world.run(MACHINE);
  return { world, executionArn: String(executionArn) };
}

test('a failed execution goes on from the state that failed, with its variables', async () => {
  const { world, executionArn } = await failedOnce();
  expect(await world.describe(executionArn)).toMatchObject({ status: 'FAILED', redriveStatus: 'REDRIVABLE' });
  await world.ask('RedriveExecution', { executionArn });
  await world.quiet.whenQuiet();
  expect(await world.describe(executionArn)).toMatchObject({
    status: 'SUCCEEDED',
    output: '["variable","done"]',
    redriveCount: 1,
  });
  expect((await world.eventTypes(executionArn)).slice(6)).toEqual([
    'LambdaFunctionFailed',
    'ExecutionFailed',
    'ExecutionRedriven',
    'LambdaFunctionScheduled',
    'LambdaFunctionStarted',
    'LambdaFunctionSucceeded',
    'TaskStateExited',
    'ExecutionSucceeded',
  ]);
});

test('what succeeded, still runs, or failed more than 14 days ago cannot be redriven', async () => {
  const { world, executionArn } = await failedOnce();
  const refused = expect.objectContaining({ name: 'ExecutionNotRedrivable' });
  await world.advance(14 * 86_400 + 1);
  await expect(world.ask('RedriveExecution', { executionArn })).rejects.toThrow(refused);
  const again = await world.run(MACHINE, {}, 'again');
  await expect(world.ask('RedriveExecution', { executionArn: again.executionArn })).rejects.toThrow(refused);
});

const branch = (name: string) => ({
  StartAt: name,
  States: { [name]: { Type: 'Task', Resource: `${LAMBDA}:work`, Arguments: name, End: true } },
});

test('of a Parallel or Map state only what had not succeeded runs again', async () => {
  const world = await new World().open();
  const done: unknown[] = [];
  let isBroken = true;
  world.define('work', (event) => {
    if (isBroken && (event === 'Bad' || event === 2)) throw new Error('not yet');
    done.push(event);
    return event;
  });
  const each = (next: object) => ({
    Type: 'Map',
    Items: [1, 2, 3],
    MaxConcurrency: 1,
    ItemProcessor: {
      StartAt: 'One',
      States: { One: { Type: 'Task', Resource: `${LAMBDA}:work`, Arguments: '{% $states.input %}', End: true } },
    },
    ...next,
  });
  const later = {
    StartAt: 'Pause',
    States: { Pause: { Type: 'Wait', Seconds: 5, Next: 'Bad' }, ...branch('Bad').States },
  };
  const states = {
    Both: { Type: 'Parallel', Branches: [branch('Good'), later], Next: 'Each' },
    Each: each({ Output: '{% [$states.input, $states.result] %}', End: true }),
  };
  const { executionArn } = await world.run({ QueryLanguage: 'JSONata', StartAt: 'Both', States: states });
  await world.advance(5);
  expect(await world.describe(String(executionArn))).toMatchObject({ status: 'FAILED' });
  isBroken = false;
  await world.ask('RedriveExecution', { executionArn });
  await world.quiet.whenQuiet();
  expect(await world.describe(String(executionArn))).toMatchObject({
    status: 'SUCCEEDED',
    output: '["Good","Bad",1,2,3]',
  });
  expect(done).toEqual(['Good', 'Bad', 1, 2, 3]);
  done.length = 0;
  isBroken = true;
  const map = { QueryLanguage: 'JSONata', StartAt: 'Each', States: { Each: each({ End: true }) } };
  const failed = await world.run(map, {}, 'map');
  isBroken = false;
  await world.ask('RedriveExecution', { executionArn: failed.executionArn });
  await world.quiet.whenQuiet();
  expect(await world.describe(String(failed.executionArn))).toMatchObject({ output: '[1,2,3]' });
  expect(done).toEqual([1, 2, 3]);
});

test('a stopped wait within a branch is waited for again, what its neighbour did stays done', async () => {
  const world = await new World().open();
  let calls = 0;
  world.define('work', () => {
    calls += 1;
    return 'done';
  });
  const wait = { StartAt: 'Wait', States: { Wait: { Type: 'Wait', Seconds: 60, Output: 'waited', End: true } } };
  const { executionArn } = await world.run({
    QueryLanguage: 'JSONata',
    StartAt: 'Both',
    States: { Both: { Type: 'Parallel', Branches: [branch('Good'), wait], End: true } },
  });
  await world.ask('StopExecution', { executionArn });
  await world.ask('RedriveExecution', { executionArn });
  await world.advance(60);
  expect(await world.describe(String(executionArn))).toMatchObject({ output: '["done","waited"]' });
  expect(calls).toBe(1);
});

test('a redrive asked for again with its token is the same redrive, with another it is refused', async () => {
  const { world, executionArn } = await failedOnce();
  world.define('work', () => new Promise(() => {}));
  const redrive = (clientToken: string) => world.ask('RedriveExecution', { executionArn, clientToken });
  const [first, second] = await Promise.all([redrive('token'), redrive('token')]);
  expect(second).toEqual(first);
  expect(await redrive('token')).toEqual(first);
  await expect(redrive('other')).rejects.toThrow("'Execution is RUNNING and cannot be redriven'");
  expect(await world.describe(executionArn)).toMatchObject({ redriveCount: 1 });
});

test('why it cannot be redriven is told beforehand', async () => {
  const { world, executionArn } = await failedOnce();
  await world.advance(14 * 86_400 + 1);
  expect(await world.describe(executionArn)).toMatchObject({
    redriveStatus: 'NOT_REDRIVABLE',
    redriveStatusReason: 'Execution redrivable period exceeded',
  });
});

test('a redriven execution knows when it was redriven', async () => {
  const world = await new World().open();
  const stopped = await world.run(
    {
      QueryLanguage: 'JSONata',
      StartAt: 'W',
      States: {
        W: { Type: 'Wait', Seconds: 60, Next: 'P' },
        P: { Type: 'Pass', Output: '{% $states.context.Execution.RedriveTime %}', End: true },
      },
    },
    {},
    'stopped',
  );
  await world.ask('StopExecution', { executionArn: stopped.executionArn });
  await world.advance(30);
  await world.ask('RedriveExecution', { executionArn: stopped.executionArn });
  await world.advance(60);
  expect(await world.describe(String(stopped.executionArn))).toMatchObject({ output: '"2026-11-23T00:00:30.000Z"' });
});

test('a redrive gives no second year', async () => {
  const world = await new World().open();
  const wait = { StartAt: 'W', States: { W: { Type: 'Wait', Seconds: 99_999_999, End: true } } };
  const { executionArn, startDate } = await world.run(wait);
  await world.advance(360 * 86_400);
  await world.ask('StopExecution', { executionArn });
  await world.ask('RedriveExecution', { executionArn });
  await world.advance(6 * 86_400);
  const { status, stopDate, redriveStatusReason } = await world.describe(String(executionArn));
  expect({ status, redriveStatusReason }).toEqual({
    status: 'TIMED_OUT',
    redriveStatusReason: 'Execution has exceeded the max execution time',
  });
  expect(Number(stopDate) - Number(startDate)).toBe(365 * 86_400);
});
