import { expect, test } from 'vitest';
import { LAMBDA, World } from './world.ts';

const task = (name: string, more: object = {}) => ({ Type: 'Task', Resource: `${LAMBDA}:${name}`, End: true, ...more });
let bodies = 0;
/** A body of one state, of a name of its own: names are unique in a whole machine. */
function only(state: object): { StartAt: string; States: Record<string, object> } {
  bodies += 1;
  return { StartAt: `State${bodies}`, States: { [`State${bodies}`]: state } };
}

async function world(): Promise<World> {
  const made = await new World().open();
  made.define('echo', (event) => event);
  made.define('fail', () => {
    throw Object.assign(new Error('no'), { name: 'Refused' });
  });
  return made;
}

test('a Parallel state gives the outputs of its branches in their order', async () => {
  const made = await world();
  const Branches = [only({ Type: 'Wait', Seconds: 10, End: true }), only({ Type: 'Pass', Result: 'fast', End: true })];
  const { executionArn } = await made.run(only({ Type: 'Parallel', Branches, End: true }), 'slow');
  await made.advance(10);
  expect(await made.describe(String(executionArn))).toMatchObject({ status: 'SUCCEEDED', output: '["slow","fast"]' });
});

test('a failing branch ends the others and is caught by the Parallel state', async () => {
  const made = await world();
  const Branches = [only({ Type: 'Wait', Seconds: 10, End: true }), only(task('fail'))];
  const Catch = [{ ErrorEquals: ['Refused'], ResultPath: '$.error', Next: 'Caught' }];
  const definition = {
    StartAt: 'Both',
    States: {
      Both: { Type: 'Parallel', Branches, Catch, End: true },
      Caught: { Type: 'Pass', OutputPath: '$.error.Error', End: true },
    },
  };
  const { executionArn, output } = await made.run(definition);
  expect(output).toBe('"Refused"');
  expect((await made.eventTypes(String(executionArn))).slice(3)).toEqual([
    'WaitStateEntered',
    'TaskStateEntered',
    'LambdaFunctionScheduled',
    'LambdaFunctionStarted',
    'LambdaFunctionFailed',
    'WaitStateAborted',
    'TaskStateAborted',
    'ParallelStateFailed',
    'ParallelStateExited',
    'PassStateEntered',
    'PassStateExited',
    'ExecutionSucceeded',
  ]);
});

test('a Map state runs no more iterations at once than MaxConcurrency', async () => {
  const made = await world();
  let [now, most] = [0, 0];
  made.define('count', async (event) => {
    now += 1;
    most = Math.max(most, now);
    await new Promise((turn) => setImmediate(turn));
    now -= 1;
    return event;
  });
  const definition = only({ Type: 'Map', MaxConcurrency: 3, ItemProcessor: only(task('count')), End: true });
  const { output } = await made.run(definition, [1, 2, 3, 4, 5, 6, 7, 8]);
  expect(output).toBe('[1,2,3,4,5,6,7,8]');
  expect(most).toBe(3);
});

test('an iteration sees its item in the context object and the variables around it', async () => {
  const made = await world();
  const definition = {
    QueryLanguage: 'JSONata',
    StartAt: 'Begin',
    States: {
      Begin: { Type: 'Pass', Assign: { factor: 10 }, Next: 'Each' },
      Each: {
        Type: 'Map',
        Items: '{% $states.input.numbers %}',
        ItemSelector: { n: '{% $states.context.Map.Item.Value %}', i: '{% $states.context.Map.Item.Index %}' },
        ItemProcessor: only({
          Type: 'Pass',
          Output: '{% $states.input.n * $factor + $states.context.Map.Item.Index %}',
          End: true,
        }),
        Output: '{% $sum($states.result) %}',
        End: true,
      },
    },
  };
  expect(await made.run(definition, { numbers: [1, 2, 3] })).toMatchObject({ status: 'SUCCEEDED', output: '63' });
});

test('what an iteration assigns is not seen outside it', async () => {
  const made = await world();
  const definition = {
    QueryLanguage: 'JSONata',
    StartAt: 'Each',
    States: {
      Each: {
        Type: 'Map',
        Items: [1],
        ItemProcessor: only({ Type: 'Pass', Assign: { inner: 1 }, End: true }),
        Next: 'After',
      },
      After: { Type: 'Pass', Output: '{% $exists($inner) %}', End: true },
    },
  };
  expect(await made.run(definition)).toMatchObject({ output: 'false' });
});

test('a Retry of a Map state runs all iterations again', async () => {
  const made = await world();
  let calls = 0;
  made.define('second', () => {
    calls += 1;
    if (calls === 1) throw new Error('first');
    return calls;
  });
  const Retry = [{ ErrorEquals: ['States.ALL'], IntervalSeconds: 7 }];
  const { executionArn } = await made.run(
    only({ Type: 'Map', ItemProcessor: only(task('second')), Retry, End: true }),
    [0],
  );
  await made.advance(7);
  expect(await made.describe(String(executionArn))).toMatchObject({ status: 'SUCCEEDED', output: '[2]' });
});

/** The types of a history's events, each with the id of its predecessor. */
async function chain(made: World, executionArn: unknown): Promise<string[]> {
  const events = await made.history(String(executionArn));
  return events.map(({ type, previousEventId }) => `${String(previousEventId)} ${String(type)}`);
}
const NOWHERE = { Type: 'Pass', Parameters: { 'm.$': '$.nope' }, End: true };
const SUCCEEDED = { Type: 'Pass', End: true };

test.each<[string, object, unknown, string[]]>([
  [
    'branch',
    { Type: 'Parallel', Branches: [only(NOWHERE)], End: true },
    {},
    ['0 ParallelStateEntered', '2 ParallelStateStarted', '3 PassStateEntered', '4 ExecutionFailed'],
  ],
  [
    'iteration',
    { Type: 'Map', MaxConcurrency: 1, ItemProcessor: only(NOWHERE), End: true },
    [1, 2],
    ['0 MapStateEntered', '2 MapStateStarted', '3 MapIterationStarted', '4 PassStateEntered', '5 ExecutionFailed'],
  ],
  [
    'state of a branch after the branch has succeeded',
    { Type: 'Parallel', Branches: [only(SUCCEEDED)], ResultSelector: { 'm.$': '$.nope' }, End: true },
    {},
    [
      '0 ParallelStateEntered',
      '2 ParallelStateStarted',
      '3 PassStateEntered',
      '4 PassStateExited',
      '5 ParallelStateSucceeded',
      '6 ExecutionFailed',
    ],
  ],
  [
    'selector of a second iteration',
    {
      Type: 'Map',
      MaxConcurrency: 1,
      ItemSelector: { 'v.$': '$$.Map.Item.Value.v' },
      ItemProcessor: only(SUCCEEDED),
      Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Then' }],
      End: true,
    },
    [{ v: 1 }, {}],
    [
      '0 MapStateEntered',
      '2 MapStateStarted',
      '3 MapIterationStarted',
      '4 PassStateEntered',
      '5 PassStateExited',
      '6 MapIterationSucceeded',
      '6 ExecutionFailed',
    ],
  ],
])('a runtime error in the %s ends the execution at once', async (_, state, input, expected) => {
  const made = await world();
  const definition = { StartAt: 'Outer', States: { Outer: state, Then: { Type: 'Succeed' } } };
  const reached = JSON.stringify(state).includes('Then') ? definition : { ...definition, States: { Outer: state } };
  const { executionArn, error } = await made.run(reached, input);
  expect(error).toBe('States.Runtime');
  expect((await chain(made, executionArn)).slice(1)).toEqual(expected);
});

test('a Parallel state that fails in its Output is not said to have aborted a branch', async () => {
  const made = await world();
  const Branches = [only(task('echo'))];
  const definition = {
    QueryLanguage: 'JSONata',
    ...only({ Type: 'Parallel', Branches, Output: '{% $states.result[0].none %}', End: true }),
  };
  const { executionArn, error } = await made.run(definition);
  expect(error).toBe('States.QueryEvaluationError');
  expect((await chain(made, executionArn)).slice(7)).toEqual([
    '7 TaskStateExited',
    '8 ParallelStateSucceeded',
    '9 EvaluationFailed',
    '10 ParallelStateFailed',
    '11 ExecutionFailed',
  ]);
});

test('a catcher that fails itself fails its state a second time', async () => {
  const made = await world();
  const Branches = [only({ Type: 'Fail', Error: 'Mine' })];
  const Catch = [{ ErrorEquals: ['States.ALL'], Output: '{% $none %}', Next: 'Then' }];
  const { executionArn } = await made.run({
    QueryLanguage: 'JSONata',
    StartAt: 'Both',
    States: { Both: { Type: 'Parallel', Branches, Catch, End: true }, Then: { Type: 'Succeed' } },
  });
  expect((await chain(made, executionArn)).slice(3)).toEqual([
    '3 FailStateEntered',
    '4 ParallelStateFailed',
    '4 EvaluationFailed',
    '6 ParallelStateFailed',
    '7 ExecutionFailed',
  ]);
});

test.each<[object, unknown, string, string]>([
  [
    { MaxConcurrencyPath: '$.n' },
    'two',
    '2 ExecutionFailed',
    'The MaxConcurrencyPath field refers to value "two" which is not a valid integer: $.n',
  ],
  [
    { MaxConcurrencyPath: '$.n' },
    -1,
    '2 ExecutionFailed',
    "Expected non-negative integer for MaxConcurrency, got '-1' instead.",
  ],
  [
    { ToleratedFailureCountPath: '$.n' },
    [1],
    '2 ExecutionFailed',
    'The ToleratedFailureCountPath field refers to value "[1]" which is not a valid integer: $.n',
  ],
  [{ ToleratedFailureCountPath: '$.n' }, -1, '2 ExecutionFailed', 'ToleratedFailureCount cannot be negative.'],
  [
    { ToleratedFailurePercentagePath: '$.n' },
    'x',
    '2 ExecutionFailed',
    'The ToleratedFailurePercentagePath field refers to value "x" which is not a valid float: $.n',
  ],
  [
    { ToleratedFailurePercentagePath: '$.n' },
    110,
    '2 ExecutionFailed',
    'ToleratedFailurePercentage must be between 0 and 100.',
  ],
])('%j of %j ends the execution', async (numbers, n, last, why) => {
  const made = await world();
  const definition = only({ Type: 'Map', ItemsPath: '$.items', ItemProcessor: only(SUCCEEDED), ...numbers, End: true });
  const { executionArn, error, cause } = await made.run(definition, { items: [1], n });
  expect(error).toBe('States.Runtime');
  expect(cause).toMatch(/^An error occurred while executing the state '\w+' \(entered at the event id #2\)\. /);
  expect(cause).toContain(why);
  const events = await chain(made, executionArn);
  expect(events.at(-1)).toBe(last);
  // Only the tolerances are looked at once the state has started.
  expect(events.includes('2 MapStateStarted')).toBe(!('MaxConcurrencyPath' in numbers));
});
