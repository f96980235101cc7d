import { expect, test } from 'vitest';
import { LAMBDA, World } from './world.ts';

const only = (state: object) => ({ StartAt: 'Only', States: { Only: { Type: 'Task', End: true, ...state } } });
const MACHINE = 'arn:aws:states:ap-northeast-2:000000000000:stateMachine:machine-execution';

test('an event that a task puts names the execution and its machine among its resources', async () => {
  const made = await new World().open();
  const Entries = [
    { Source: 'a', DetailType: 'b', Detail: { c: 1 } },
    { Source: 'a', DetailType: 'b', Detail: '{}', Resources: ['d'] },
  ];
  const { executionArn, status } = await made.run(
    only({ Resource: 'arn:aws:states:::events:putEvents', Parameters: { Entries } }),
  );
  expect(status).toBe('SUCCEEDED');
  expect(made.events.filter(({ Source }) => Source === 'a')).toEqual([
    { Source: 'a', DetailType: 'b', Detail: '{"c":1}', Resources: [executionArn, MACHINE] },
    { Source: 'a', DetailType: 'b', Detail: '{}', Resources: ['d', executionArn, MACHINE] },
  ]);
});

test.each([
  ['events:putEvents', { status: 'FAILED', error: 'EventBridge.FailedEntry' }],
  ['aws-sdk:eventbridge:putEvents', { status: 'SUCCEEDED' }],
])('%s of which an entry was refused', async (resource, expected) => {
  const made = await new World().open();
  const answer = { FailedEntryCount: 1, Entries: [{ ErrorCode: 'InternalFailure', ErrorMessage: 'no' }] };
  made.fake('events', () => answer);
  const described = await made.run(
    only({ Resource: `arn:aws:states:::${resource}`, Parameters: { Entries: [{ Source: 'a' }] } }),
  );
  expect(described).toMatchObject(expected);
  expect(JSON.parse(String(described.cause ?? described.output))).toEqual(answer);
});

test.each([
  ['{"errorType":"Sandbox.Timedout","errorMessage":"late"}', 'Sandbox.Timedout', undefined],
  [
    '{"errorMessage":"Task timed out after 3.00 seconds"}',
    'Lambda.Unknown',
    'because Lambda did not return an error type',
  ],
  ['null', 'Lambda.Unknown', 'because Lambda did not return an error type'],
])('a function that breaks with %s fails its task with %s', async (payload, error, why) => {
  const made = await new World().open();
  made.fake('lambda', () => ({ StatusCode: 200, FunctionError: 'Unhandled', Payload: payload }));
  const states = [
    { Resource: `${LAMBDA}:f` },
    { Resource: 'arn:aws:states:::lambda:invoke', Parameters: { FunctionName: 'f' } },
  ];
  for (const [index, state] of states.entries()) {
    const described = await made.run(only(state), {}, `execution-${index}`);
    expect(described.error).toBe(error);
    expect(described.cause).toBe(
      why === undefined ? payload : `The cause could not be determined ${why}. Returned payload: ${payload}`,
    );
  }
});

test('an SDK integration of Step Functions itself gives instants in ISO 8601', async () => {
  const made = await new World().open();
  const child = await made.machine({ StartAt: 'P', States: { P: { Type: 'Pass', End: true } } }, 'child');
  const { output } = await made.run(
    only({
      Resource: 'arn:aws:states:::aws-sdk:sfn:startExecution',
      Parameters: { StateMachineArn: child, Name: 'n' },
    }),
  );
  expect(JSON.parse(String(output))).toEqual({
    ExecutionArn: 'arn:aws:states:ap-northeast-2:000000000000:execution:child:n',
    StartDate: '2026-11-23T00:00:00Z',
  });
});
