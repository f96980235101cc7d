import { expect, test } from 'vitest';
import { AwsError } from '#local/wire/aws-error.ts';
import { World } from './world.ts';

const PASS = { StartAt: 'P', States: { P: { Type: 'Pass', End: true } } };
const missing = 'arn:aws:states:ap-northeast-2:000000000000:stateMachine:missing';
const long = 'a'.repeat(81);
const validation = (fault: string) => new AwsError('ValidationException', `1 validation error detected: ${fault}`);

test.each([
  [
    'StartExecution',
    { name: 'n' },
    validation("Value null at 'stateMachineArn' failed to satisfy constraint: Member must not be null"),
  ],
  [
    'StartExecution',
    { stateMachineArn: missing, name: long },
    validation(
      `Value '${long}' at 'name' failed to satisfy constraint: Member must have length less than or equal to 80`,
    ),
  ],
  [
    'CreateStateMachine',
    { name: '', definition: '{}', roleArn: 'r' },
    validation("Value '' at 'name' failed to satisfy constraint: Member must have length greater than or equal to 1"),
  ],
  [
    'ListStateMachines',
    { maxResults: 1001 },
    validation(
      "Value '1001' at 'maxResults' failed to satisfy constraint: Member must have value less than or equal to 1000",
    ),
  ],
  [
    'ListExecutions',
    { stateMachineArn: missing, statusFilter: 'DONE' },
    validation(
      "Value 'DONE' at 'statusFilter' failed to satisfy constraint: Member must satisfy enum value set: [SUCCEEDED, TIMED_OUT, PENDING_REDRIVE, ABORTED, FAILED, RUNNING]",
    ),
  ],
  ['ListExecutions', {}, new AwsError('ValidationException', 'Must provide a StateMachine ARN or MapRun ARN')],
  [
    'ListExecutions',
    { stateMachineArn: missing, redriveFilter: 'REDRIVEN' },
    new AwsError('ValidationException', 'a redrive filter needs a MapRun ARN'),
  ],
  [
    'StartExecution',
    { stateMachineArn: `${missing}/Label` },
    new AwsError('ValidationException', 'the ARN of a Map state cannot be started, only that of its state machine'),
  ],
  [
    'CreateStateMachine',
    { name: 'm', definition: JSON.stringify(PASS), roleArn: 'r', versionDescription: 'd' },
    new AwsError('ValidationException', 'Version description can only be set when publish is true'),
  ],
  [
    'SendTaskFailure',
    { taskToken: 't', error: 'e'.repeat(257), cause: 'c'.repeat(32_769) },
    new AwsError(
      'ValidationException',
      "2 validation errors detected: Value at 'error' failed to satisfy constraint: Member must have length less than or equal to 256; Value at 'cause' failed to satisfy constraint: Member must have length less than or equal to 32768",
    ),
  ],
  [
    'StartExecution',
    { stateMachineArn: missing, name: 'a b', input: '{' },
    new AwsError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${missing}'`),
  ],
])('%s %j is refused in these words', async (operation, input, error) => {
  const made = await new World().open();
  const refused: unknown = await made.ask(operation, input).catch((thrown: unknown) => thrown);
  expect(refused).toEqual(error);
  expect(refused).toMatchObject({ name: error.name });
});

test('creating a state machine again with another role or other tags changes nothing', async () => {
  const made = await new World().open();
  const create = (more: object) =>
    made.ask('CreateStateMachine', { name: 'm', definition: JSON.stringify(PASS), roleArn: 'first', ...more });
  const created = await create({ tags: [{ key: 'a', value: 'b' }] });
  expect(await create({ roleArn: 'second', tags: [{ key: 'c', value: 'd' }] })).toEqual(created);
  const stateMachineArn = created.stateMachineArn;
  expect(await made.ask('DescribeStateMachine', { stateMachineArn })).toMatchObject({ roleArn: 'first' });
  expect(await made.ask('ListTagsForResource', { resourceArn: stateMachineArn })).toEqual({
    tags: [{ key: 'a', value: 'b' }],
  });
});

test('a state machine has a revision once it was updated', async () => {
  const made = await new World().open();
  const stateMachineArn = await made.machine(PASS);
  expect(await made.ask('DescribeStateMachine', { stateMachineArn })).not.toHaveProperty('revisionId');
  const { revisionId } = await made.ask('UpdateStateMachine', { stateMachineArn, roleArn: 'other' });
  expect(await made.ask('DescribeStateMachine', { stateMachineArn })).toMatchObject({ revisionId });
  await made.advance(5);
  const { executionArn } = await made.ask('StartExecution', { stateMachineArn });
  const described = await made.ask('DescribeStateMachineForExecution', { executionArn });
  expect(described).toMatchObject({ revisionId, updateDate: Date.UTC(2026, 10, 23) / 1000 });
});

test('no more diagnostics are given than asked for', async () => {
  const made = await new World().open();
  const definition = JSON.stringify({ StartAt: 'A', States: { A: { Type: 'Pass' }, B: { Type: 'Pass' } } });
  const validate = (maxResults: number) => made.ask('ValidateStateMachineDefinition', { definition, maxResults });
  const { diagnostics } = await validate(1);
  expect(diagnostics).toHaveLength(1);
  expect(await validate(1)).toMatchObject({ result: 'FAIL', truncated: true });
  expect(await validate(0)).toMatchObject({ result: 'FAIL', truncated: false });
});

test('a history without execution data still tells errors', async () => {
  const made = await new World().open();
  const fail = { StartAt: 'F', States: { F: { Type: 'Fail', Error: 'Broken', Cause: 'why' } } };
  const { executionArn } = await made.run(fail, { secret: 1 });
  const { events } = await made.ask('GetExecutionHistory', { executionArn, includeExecutionData: false });
  expect(JSON.stringify(events)).not.toContain('secret');
  expect(events).toContainEqual(
    expect.objectContaining({ executionFailedEventDetails: { error: 'Broken', cause: 'why' } }),
  );
});

test('only what there is can have tags, and fifty at most', async () => {
  const made = await new World().open();
  const tag = (resourceArn: string, count: number) =>
    made.ask('TagResource', {
      resourceArn,
      tags: Array.from({ length: count }, (_, index) => ({ key: `${index}`, value: '' })),
    });
  await expect(tag(missing, 1)).rejects.toThrow(new AwsError('ResourceNotFound', `Resource not found: '${missing}'`));
  const arn = await made.machine(PASS);
  await tag(arn, 50);
  await expect(tag(arn, 51)).rejects.toThrow(expect.objectContaining({ name: 'TooManyTags' }));
  await made.ask('UntagResource', { resourceArn: arn, tagKeys: Array.from({ length: 49 }, (_, index) => `${index}`) });
  expect(await made.ask('ListTagsForResource', { resourceArn: arn })).toEqual({ tags: [{ key: '49', value: '' }] });
});
