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

test('the event of a function tells its time-out, that of an integration its heartbeat, too', async () => {
  const made = await new World().open();
  made.define('f', () => 'done');
  const seconds = { TimeoutSeconds: 20, HeartbeatSeconds: 10 };
  const of = async (state: object, name: string) => {
    const { executionArn } = await made.run(only({ ...state, ...seconds }), {}, name);
    const [, , scheduled] = await made.history(String(executionArn));
    return JSON.stringify(scheduled).match(/\w+InSeconds":\d+/g);
  };
  expect(await of({ Resource: `${LAMBDA}:f` }, 'a')).toEqual(['timeoutInSeconds":20']);
  expect(await of({ Resource: 'arn:aws:states:::lambda:invoke', Parameters: { FunctionName: 'f' } }, 'b')).toEqual([
    'timeoutInSeconds":20',
    'heartbeatInSeconds":10',
  ]);
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

test.each([
  ['lambda:invoke', { FunctionName: 'f', TaskToken: 't' }, 'The field "TaskToken" is not supported by Step Functions'],
  [
    'states:startExecution',
    { StateMachineArn: 'a', input: {} },
    'The field "input" is not supported by Step Functions',
  ],
  [
    'aws-sdk:sfn:startExecution',
    { stateMachineArn: 'a' },
    'The field "stateMachineArn" is not supported by Step Functions',
  ],
])('%s with the parameters %j does not begin', async (resource, Parameters, fault) => {
  const made = await new World().open();
  const Catch = [{ ErrorEquals: ['States.ALL'], Next: 'Only' }];
  const { executionArn, error, cause } = await made.run(
    only({ Resource: `arn:aws:states:::${resource}`, Parameters, Catch }),
  );
  expect({ error, cause }).toEqual({
    error: 'States.Runtime',
    cause: `An error occurred while executing the state 'Only' (entered at the event id #2). The Parameters '${JSON.stringify(Parameters)}' could not be used to start the Task: [${fault}]`,
  });
  expect(await made.eventTypes(String(executionArn))).toEqual([
    'ExecutionStarted',
    'TaskStateEntered',
    'ExecutionFailed',
  ]);
});

test.each([
  'dynamodb:query',
  'dynamodb:updateItem.waitForTaskToken',
  'lambda:invoke.sync',
  'sqs:SendMessage',
  'aws-sdk:sfn:startExecution.sync:2',
  'aws-sdk:dynamodb:PutItem',
])('the integration %s is none', async (resource) => {
  const made = await new World().open();
  const Resource = `arn:aws:states:::${resource}`;
  await expect(made.machine(only({ Resource }))).rejects.toThrow(
    `Invalid State Machine Definition: 'SCHEMA_VALIDATION_FAILED: The resource provided ${Resource} is not recognized. The value is not a valid resource ARN, or the resource is not available in this region. at /States/Only/Resource'`,
  );
});

test('the names of errors that a Step Functions task meets', async () => {
  const made = await new World().open();
  const StateMachineArn = 'arn:aws:states:ap-northeast-2:000000000000:stateMachine:missing';
  const run = async (resource: string, name: string, more: object = {}) => {
    const Resource = `arn:aws:states:::${resource}:startExecution`;
    return (await made.run(only({ Resource, Parameters: { StateMachineArn, ...more } }), {}, name)).error;
  };
  expect(await run('states', 'a')).toBe('StepFunctions.StateMachineDoesNotExistException');
  expect(await run('aws-sdk:sfn', 'b')).toBe('Sfn.StateMachineDoesNotExistException');
  expect(await run('states', 'c', { Name: 'a'.repeat(81) })).toBe('StepFunctions.ValidationException');
  expect(await run('aws-sdk:sfn', 'd', { Name: 'a'.repeat(81) })).toBe('Sfn.ValidationException');
});

test.each([
  { Resource: `${LAMBDA}:f`, Credentials: { 'RoleArn.$': '$.role' } },
  {
    Resource: 'arn:aws:states:::lambda:invoke',
    Parameters: { FunctionName: 'f' },
    Credentials: { 'RoleArn.$': '$.role' },
  },
  {
    QueryLanguage: 'JSONata',
    Resource: 'arn:aws:states:::lambda:invoke',
    Arguments: { FunctionName: 'f' },
    Credentials: { RoleArn: '{% $states.input.role %}' },
  },
])('the role of the credentials makes the call: %j', async (state) => {
  const made = await new World().open();
  made.define('f', () => 'done');
  const role = 'arn:aws:iam::000000000000:role/other';
  const { executionArn, status } = await made.run(only(state), { role });
  expect(status).toBe('SUCCEEDED');
  expect(made.calls.find(({ service }) => service === 'lambda')?.principal).toEqual({
    kind: 'role',
    roleName: 'other',
  });
  const [, , scheduled] = await made.history(String(executionArn));
  expect(scheduled).toEqual(
    expect.objectContaining({
      [state.Resource === `${LAMBDA}:f` ? 'lambdaFunctionScheduledEventDetails' : 'taskScheduledEventDetails']:
        expect.objectContaining({ taskCredentials: { roleArn: role } }),
    }),
  );
});
