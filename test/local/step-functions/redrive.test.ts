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
