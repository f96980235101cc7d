import { expect, test } from 'vitest';
import { World } from './world.ts';

const PASS = { StartAt: 'P', States: { P: { Type: 'Pass', End: true } } };
const WAIT = { StartAt: 'W', States: { W: { Type: 'Wait', Seconds: 60, End: true } } };
const named = (name: string) => expect.objectContaining({ name });

test('the same name and input while it runs is the same execution, another input is refused', async () => {
  const world = await new World().open();
  const stateMachineArn = await world.machine(WAIT);
  const begin = (input: string) => world.ask('StartExecution', { stateMachineArn, name: 'one', input });
  const [first, second] = await Promise.all([begin('{"a":1}'), begin('{"a":1}')]);
  expect(second).toEqual(first);
  expect(await begin('{"a":1}')).toEqual(first);
  await expect(begin('{"a":2}')).rejects.toThrow(named('ExecutionAlreadyExists'));
  await expect(begin('{"a":')).rejects.toThrow(named('InvalidExecutionInput'));
  await world.advance(60);
  await expect(begin('{"a":1}')).rejects.toThrow(named('ExecutionAlreadyExists'));
});

test('a history is read in pages, in either direction, with or without data', async () => {
  const world = await new World().open();
  const { executionArn } = await world.run({
    StartAt: 'A',
    States: {
      A: { Type: 'Pass', Next: 'W' },
      W: { Type: 'Wait', Seconds: 1, Next: 'B' },
      B: { Type: 'Pass', End: true },
    },
  });
  await world.advance(1);
  for (const reverseOrder of [false, true]) {
    const ids: unknown[] = [];
    let nextToken: unknown;
    do {
      const page = await world.ask('GetExecutionHistory', { executionArn, maxResults: 3, reverseOrder, nextToken });
      if (Array.isArray(page.events)) ids.push(...page.events.map(({ id }) => id));
      nextToken = page.nextToken;
    } while (nextToken !== undefined);
    expect(ids).toEqual(reverseOrder ? [8, 7, 6, 5, 4, 3, 2, 1] : [1, 2, 3, 4, 5, 6, 7, 8]);
  }
  const { events } = await world.ask('GetExecutionHistory', { executionArn, includeExecutionData: false });
  expect(JSON.stringify(events)).not.toMatch(/"(in|out)put"/);
});

test('executions are listed newest first, by status, in pages', async () => {
  const world = await new World().open();
  const stateMachineArn = await world.machine(PASS);
  for (const name of ['a', 'b', 'c']) await world.ask('StartExecution', { stateMachineArn, name });
  await world.quiet.whenQuiet();
  const first = await world.ask('ListExecutions', { stateMachineArn, maxResults: 2, statusFilter: 'SUCCEEDED' });
  expect(first.executions).toMatchObject([{ name: 'c' }, { name: 'b' }]);
  expect(await world.ask('ListExecutions', { stateMachineArn, nextToken: first.nextToken })).toMatchObject({
    executions: [{ name: 'a' }],
  });
  expect(await world.ask('ListExecutions', { stateMachineArn, statusFilter: 'FAILED' })).toEqual({ executions: [] });
});

test('status changes are told to the event bus', async () => {
  const world = await new World().open();
  await world.run(PASS, { number: 'x' });
  const told = world.events.map(({ Source, DetailType, Detail }) => ({
    Source,
    DetailType,
    ...JSON.parse(String(Detail)),
  }));
  expect(told).toMatchObject([
    { Source: 'aws.states', DetailType: 'Step Functions Execution Status Change', status: 'RUNNING', stopDate: null },
    { status: 'SUCCEEDED', name: 'execution', input: '{"number":"x"}', output: '{"number":"x"}' },
  ]);
});

test('what is told of a status change leaves out data of more than 248 KiB, and says how often it was redriven', async () => {
  const world = await new World().open();
  const fail = { StartAt: 'F', States: { F: { Type: 'Fail', Error: 'Broken' } } };
  const { executionArn } = await world.run(fail, 'a'.repeat(250_000));
  await world.advance(5);
  await world.ask('RedriveExecution', { executionArn });
  const large = await world.run(PASS, 'b'.repeat(130_000), 'large');
  expect(large.status).toBe('SUCCEEDED');
  const told = world.events.map(({ Time, Detail }) => ({ Time, ...JSON.parse(String(Detail)) }));
  const monday = Date.UTC(2026, 10, 23) / 1000;
  const redriven = { redriveCount: 1, redriveDate: (monday + 5) * 1000 };
  expect(told).toMatchObject([
    { status: 'RUNNING', Time: monday, redriveStatusReason: 'Execution is RUNNING and cannot be redriven' },
    { status: 'FAILED', redriveCount: 0, redriveDate: null, redriveStatus: 'REDRIVABLE', redriveStatusReason: null },
    { status: 'RUNNING', Time: monday + 5, ...redriven },
    { status: 'FAILED', inputDetails: { included: true }, outputDetails: null, ...redriven },
    { status: 'RUNNING', inputDetails: { included: true } },
    { status: 'SUCCEEDED', input: null, inputDetails: { included: false }, outputDetails: { included: true } },
  ]);
});

test('an event bus that refuses is told again a minute later', async () => {
  const world = new World();
  let calls = 0;
  world.fake('events', () => {
    calls += 1;
    if (calls === 1) throw new Error('throttled');
    return {};
  });
  await world.open();
  await world.run(PASS);
  await world.advance(60);
  expect(calls).toBeGreaterThan(1);
});

test("a template's state machine is created once and updated where the template changed", async () => {
  const world = await new World().open();
  const create = (definition: object) =>
    world.states.provider.create({
      logicalId: 'Machine',
      type: 'AWS::StepFunctions::StateMachine',
      properties: {
        StateMachineName: 'complaints',
        DefinitionString: definition,
        DefinitionSubstitutions: { word: 'substituted' },
        RoleArn: 'arn:aws:iam::000000000000:role/r',
      },
    });
  const { ref, attributes } = await create(PASS);
  expect(attributes).toMatchObject({ Arn: ref, Name: 'complaints' });
  await create({ StartAt: 'P', States: { P: { Type: 'Pass', Result: ['$', '{word}'].join(''), End: true } } });
  const { executionArn } = await world.ask('StartExecution', { stateMachineArn: ref });
  await world.quiet.whenQuiet();
  expect(await world.describe(String(executionArn))).toMatchObject({ output: '"substituted"' });
});

test.each([
  ['CreateActivity', 'activities'],
  ['PublishStateMachineVersion', 'versions of state machines'],
  ['CreateStateMachineAlias', 'aliases of state machines'],
  ['TestState', 'TestState'],
  ['StartSyncExecution', 'synchronous executions (Express)'],
])('%s says that %s are left out', async (operation, what) => {
  const world = await new World().open();
  await expect(world.ask(operation, {})).rejects.toThrow(`the local Step Functions leaves out ${what}`);
});

test('what a role must be allowed is named by action and resource', async () => {
  const world = new World();
  const { executionArn } = await (await world.open()).run(WAIT);
  const machine = 'arn:aws:states:ap-northeast-2:000000000000:stateMachine:machine-execution';
  expect(world.states.permissions('StartExecution', { stateMachineArn: machine })).toEqual([
    { action: 'states:StartExecution', resource: machine },
  ]);
  expect(world.states.permissions('StopExecution', { executionArn })).toEqual([
    { action: 'states:StopExecution', resource: executionArn },
  ]);
  expect(world.states.permissions('SendTaskSuccess', { taskToken: 'x' })).toEqual([
    { action: 'states:SendTaskSuccess', resource: '*' },
  ]);
});
