import { expect, test } from 'vitest';
import { StateError, takesError } from '#local/step-functions/state-error.ts';
import { AwsError } from '#local/wire/aws-error.ts';
import { LAMBDA, World } from './world.ts';

const fails = (more: { Catch?: object[]; Retry?: object[] }) => ({
  StartAt: 'T',
  States: {
    T: { Type: 'Task', Resource: `${LAMBDA}:fail`, End: true, ...more },
    ...(more.Catch === undefined ? {} : { Caught: { Type: 'Pass', End: true } }),
  },
});
const sdk = (resource: string, style: string) => ({
  StartAt: 'T',
  States: { T: { Type: 'Task', Resource: `arn:aws:states:::${style}${resource}`, Parameters: {}, End: true } },
});

async function failing(error = 'Refused'): Promise<World> {
  const world = await new World().open();
  world.define('fail', () => {
    throw Object.assign(new Error('no'), { name: error });
  });
  return world;
}

async function retriedAt(world: World, more: { Retry: object[] }, seconds: number): Promise<number[]> {
  const { executionArn } = await world.run(fails(more));
  await world.advance(seconds);
  const events = await world.history(String(executionArn));
  const begun = Number(events[0]?.timestamp);
  return events
    .filter(({ type }) => type === 'LambdaFunctionScheduled')
    .map(({ timestamp }) => Number(timestamp) - begun);
}

test('a retry waits for its interval, grown by the rate, up to the longest delay', async () => {
  const Retry = [{ ErrorEquals: ['Refused'], IntervalSeconds: 2, BackoffRate: 3, MaxAttempts: 4, MaxDelaySeconds: 20 }];
  expect(await retriedAt(await failing(), { Retry }, 3600)).toEqual([0, 2, 8, 26, 46]);
});

test('left to themselves, retries come after 1, 2 and 4 seconds', async () => {
  expect(await retriedAt(await failing(), { Retry: [{ ErrorEquals: ['States.TaskFailed'] }] }, 3600)).toEqual([
    0, 1, 3, 7,
  ]);
});

test('full jitter stays below the delay and is the same in the same execution', async () => {
  const Retry = [{ ErrorEquals: ['States.ALL'], IntervalSeconds: 100, BackoffRate: 1, JitterStrategy: 'FULL' }];
  const first = await retriedAt(await failing(), { Retry }, 3600);
  expect(Math.max(...first)).toBeLessThanOrEqual(300);
  expect(await retriedAt(await failing(), { Retry }, 3600)).toEqual(first);
});

test('MaxAttempts 0 does not retry', async () => {
  expect(await retriedAt(await failing(), { Retry: [{ ErrorEquals: ['Refused'], MaxAttempts: 0 }] }, 60)).toEqual([0]);
});

test.each([
  [['Other'], undefined],
  [['Refused'], 'Caught'],
  [['States.TaskFailed'], 'Caught'],
  [['States.ALL'], 'Caught'],
  [['States.Timeout'], undefined],
])('a task that throws Refused, with a Catch of %j', async (ErrorEquals, next) => {
  const world = await failing();
  const { status } = await world.run(fails({ Catch: [{ ErrorEquals, Next: 'Caught' }] }));
  expect(status).toBe(next === undefined ? 'FAILED' : 'SUCCEEDED');
});

test.each([
  ['aws-sdk:', 'dynamodb:updateItem', 'ConditionalCheckFailedException', 'DynamoDb.ConditionalCheckFailedException'],
  ['aws-sdk:', 'dynamodb:updateItem', 'ValidationException', 'DynamoDb.DynamoDbException'],
  ['', 'dynamodb:updateItem', 'ConditionalCheckFailedException', 'DynamoDB.ConditionalCheckFailedException'],
  ['', 'dynamodb:updateItem', 'AccessDeniedException', 'DynamoDB.AmazonDynamoDBException'],
  ['', 'lambda:invoke', 'TooManyRequestsException', 'Lambda.TooManyRequestsException'],
  ['', 'lambda:invoke', 'AccessDeniedException', 'Lambda.AWSLambdaException'],
  ['', 'sqs:sendMessage', 'QueueDoesNotExist', 'SQS.QueueDoesNotExistException'],
  ['', 'states:startExecution', 'StateMachineDoesNotExist', 'StepFunctions.StateMachineDoesNotExistException'],
  ['aws-sdk:', 'sfn:startExecution', 'ExecutionAlreadyExists', 'Sfn.ExecutionAlreadyExistsException'],
])('%s%s answering %s fails with %s', async (style, resource, code, error) => {
  const world = await new World().open();
  for (const service of ['dynamodb', 'lambda', 'sqs', 'states']) {
    world.fake(service, () => {
      throw new AwsError(code, 'why');
    });
  }
  expect(await world.run(sdk(resource, style))).toMatchObject({
    status: 'FAILED',
    error,
    cause: expect.stringMatching(/^why \(Service: /),
  });
});

test('a connection that broke is an SdkClientException', async () => {
  const world = await new World().open();
  world.fake('dynamodb', () => {
    throw new Error('socket hang up');
  });
  expect(await world.run(sdk('dynamodb:getItem', 'aws-sdk:'))).toMatchObject({ error: 'DynamoDb.SdkClientException' });
});

test.each([
  ['Refused', true],
  ['States.BranchFailed', true],
  ['States.Timeout', false],
  ['States.DataLimitExceeded', false],
  ['States.Runtime', false],
])('whether States.TaskFailed stands for %s: %s', (error, isTaken) => {
  expect(takesError(['States.TaskFailed'], new StateError(error, undefined))).toBe(isTaken);
});

test('no rule that holds and no default leads nowhere', async () => {
  const world = await new World().open();
  const Choices = [{ Variable: '$.a', NumericEquals: 1, Next: 'End' }];
  const definition = { StartAt: 'C', States: { C: { Type: 'Choice', Choices }, End: { Type: 'Succeed' } } };
  expect(await world.run(definition, { a: 2 })).toMatchObject({
    status: 'FAILED',
    error: 'States.Runtime',
    cause:
      "An error occurred while executing the state 'C' (entered at the event id #2). Failed to transition out of the state. The state does not point to a next state.",
  });
});

test('a retry and a restart leave EnteredTime and count the retries', async () => {
  const world = await new World().open();
  const seen: unknown[] = [];
  world.define('fail', (event) => {
    seen.push(event);
    throw new Error('again');
  });
  const state = {
    Type: 'Task',
    Resource: `${LAMBDA}:fail`,
    Arguments: '{% [$states.context.State.EnteredTime, $states.context.State.RetryCount] %}',
    Retry: [{ ErrorEquals: ['States.ALL'], IntervalSeconds: 60, MaxAttempts: 1 }],
    End: true,
  };
  await world.run({ QueryLanguage: 'JSONata', StartAt: 'T', States: { T: state } });
  await world.advance(60);
  expect(seen).toEqual([
    ['2026-11-23T00:00:00.000Z', 0],
    ['2026-11-23T00:00:00.000Z', 1],
  ]);
});
