import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { World } from './world.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'step-functions-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const file = (): string => join(folder, 'journal.sqlite');
const call = (operation: string) => `arn:aws:states:::aws-sdk:dynamodb:${operation}`;

test('a wait goes on after a crash and ends at its own instant', async () => {
  const definition = {
    StartAt: 'Wait',
    States: { Wait: { Type: 'Wait', Seconds: 1000, Next: 'End' }, End: { Type: 'Succeed' } },
  };
  const before = await new World(file()).open();
  const { executionArn } = await before.run(definition, { a: 1 });
  const after = await new World(before.crash()).open();
  await after.advance(999);
  expect(await after.describe(String(executionArn))).toMatchObject({ status: 'RUNNING' });
  await after.advance(1);
  const described = await after.describe(String(executionArn));
  expect(described).toMatchObject({ status: 'SUCCEEDED', output: '{"a":1}' });
  expect(Number(described.stopDate) - Number(described.startDate)).toBe(1000);
  expect(await after.eventTypes(String(executionArn))).toEqual([
    'ExecutionStarted',
    'WaitStateEntered',
    'WaitStateExited',
    'SucceedStateEntered',
    'SucceedStateExited',
    'ExecutionSucceeded',
  ]);
  after.close();
});

test('a call whose answer the crash hid is made again with the same input, and its token stays valid', async () => {
  const definition = {
    QueryLanguage: 'JSONata',
    StartAt: 'Await',
    States: {
      Await: {
        Type: 'Task',
        Resource: call('updateItem.waitForTaskToken'),
        Arguments: { Token: '{% $states.context.Task.Token %}', At: '{% $states.context.State.EnteredTime %}' },
        End: true,
      },
    },
  };
  const before = await new World(file()).open();
  const called = new Promise<void>((made) => {
    before.fake('dynamodb', () => {
      made();
      return new Promise(() => {});
    });
  });
  const executionArn = await before.begin(definition);
  await called;
  const [first] = before.calls.filter(({ service }) => service === 'dynamodb');
  const after = new World(before.crash());
  after.fake('dynamodb', () => ({}));
  await after.open();
  await after.quiet.whenQuiet();
  const again = after.calls.filter(({ service }) => service === 'dynamodb');
  expect(again.map(({ input }) => input)).toEqual([first?.input]);
  await after.ask('SendTaskSuccess', { taskToken: first?.input.Token, output: '1' });
  await after.quiet.whenQuiet();
  expect(await after.describe(executionArn)).toMatchObject({ status: 'SUCCEEDED', output: '1' });
  expect(await after.eventTypes(executionArn)).toEqual([
    'ExecutionStarted',
    'TaskStateEntered',
    'TaskScheduled',
    'TaskStarted',
    'TaskSubmitted',
    'TaskSucceeded',
    'TaskStateExited',
    'ExecutionSucceeded',
  ]);
  after.close();
});

test('a running execution keeps the definition it began with', async () => {
  const of = (output: string) => ({
    QueryLanguage: 'JSONata',
    StartAt: 'W',
    States: { W: { Type: 'Wait', Seconds: 5, Output: output, End: true } },
  });
  const before = await new World(file()).open();
  const executionArn = await before.begin(of('old'));
  const stateMachineArn = String((await before.describe(executionArn)).stateMachineArn);
  await before.ask('UpdateStateMachine', { stateMachineArn, definition: JSON.stringify(of('new')) });
  const after = await new World(before.crash()).open();
  const next = await after.ask('StartExecution', { stateMachineArn, name: 'next' });
  await after.advance(5);
  expect(await after.describe(executionArn)).toMatchObject({ output: '"old"' });
  expect(await after.describe(String(next.executionArn))).toMatchObject({ output: '"new"' });
  after.close();
});

test('a status change that the event bus had not taken is told after the restart', async () => {
  const before = await new World(file()).open();
  before.fake('events', () => new Promise(() => {}));
  await before.begin({ StartAt: 'P', States: { P: { Type: 'Pass', End: true } } });
  const after = await new World(before.crash()).open();
  await after.quiet.whenQuiet();
  const details = after.events.map(({ Detail }) => JSON.parse(String(Detail)).status);
  expect(details).toContain('RUNNING');
  after.close();
});

test('what was not committed when the process stopped never happened', async () => {
  const before = await new World(file()).open();
  const stateMachineArn = await before.machine({ StartAt: 'P', States: { P: { Type: 'Pass', End: true } } });
  void before.ask('StartExecution', { stateMachineArn, name: 'lost' }).catch(() => {});
  const after = await new World(before.crash()).open();
  const { executionArn } = await after.ask('StartExecution', { stateMachineArn, name: 'lost' });
  await after.quiet.whenQuiet();
  expect(await after.describe(String(executionArn))).toMatchObject({ status: 'SUCCEEDED' });
  after.close();
});
