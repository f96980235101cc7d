import validate from 'asl-validator';
import { expect, test } from 'vitest';
import { diagnosticsOf } from '#local/step-functions/definition-check.ts';
import { World } from './world.ts';

const PASS = { Type: 'Pass', End: true };
const of = (states: object, more: object = {}) => ({ StartAt: 'A', States: states, ...more });
const task = (more: object) => ({ Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', End: true, ...more });

test.each<[object, string, string, string | undefined]>([
  [{ StartAt: 'A' }, 'SCHEMA_VALIDATION_FAILED', 'These fields are required: [States]', '/'],
  [{ States: { A: PASS } }, 'SCHEMA_VALIDATION_FAILED', 'These fields are required: [StartAt]', '/'],
  [of({ B: PASS }), 'MISSING_TRANSITION_TARGET', "Missing 'Next' target: A", '/StartAt'],
  [of({ A: { Type: 'Pass', Next: 'B' } }), 'MISSING_TRANSITION_TARGET', "Missing 'Next' target: B", '/States/A/Next'],
  [of({ A: PASS, B: PASS }), 'MISSING_TRANSITION_TARGET', 'State "B" is not reachable.', '/States/B'],
  [
    of({ A: { Type: 'Sleep', End: true } }),
    'SCHEMA_VALIDATION_FAILED',
    'Value must be one of [Task, Choice, Pass, Wait, Succeed, Fail, Parallel, Map]',
    '/States/A/Type',
  ],
  [of({ A: { Type: 'Pass' } }), 'SCHEMA_VALIDATION_FAILED', 'These fields are required: [Next]', '/States/A'],
  [
    of({ A: task({ Resource: 'nothing' }) }),
    'SCHEMA_VALIDATION_FAILED',
    'Value is not a valid resource ARN',
    '/States/A/Resource',
  ],
  [
    of({ A: { Type: 'Wait', End: true } }),
    'SCHEMA_VALIDATION_FAILED',
    'Exactly one of [Seconds, SecondsPath, Timestamp, TimestampPath] must be there',
    '/States/A',
  ],
  [
    of({ A: { Type: 'Choice', Choices: [] } }),
    'SCHEMA_VALIDATION_FAILED',
    'Choices must be a non-empty array',
    '/States/A/Choices',
  ],
  [
    of({ A: task({ Catch: [{ Next: 'A' }] }) }),
    'SCHEMA_VALIDATION_FAILED',
    'These fields are required: [ErrorEquals]',
    '/States/A/Catch[0]',
  ],
  [
    of({ A: { ...PASS, InputPath: '$' } }, { QueryLanguage: 'JSONata' }),
    'SCHEMA_VALIDATION_FAILED',
    "The field 'InputPath' is not supported by the QueryLanguage 'JSONata'",
    '/States/A/InputPath',
  ],
])('%j is refused', (definition, code, message, location) => {
  expect(diagnosticsOf(JSON.stringify(definition))).toContainEqual({ severity: 'ERROR', code, message, location });
});

test('JSONata that cannot be parsed is refused with its place', () => {
  const [found] = diagnosticsOf(
    JSON.stringify(of({ A: { ...PASS, Output: { a: '{% 1 + %}' } } }, { QueryLanguage: 'JSONata' })),
  );
  expect(found).toMatchObject({ severity: 'ERROR', location: '/States/A/Output/a' });
});

test('what is no JSON is refused', async () => {
  const world = await new World().open();
  const create = world.ask('CreateStateMachine', { name: 'm', roleArn: 'arn:aws:iam::0:role/r', definition: '{' });
  await expect(create).rejects.toThrow(/^Invalid State Machine Definition: 'INVALID_JSON_DESCRIPTION: /);
});

test('ValidateStateMachineDefinition answers instead of throwing', async () => {
  const world = await new World().open();
  const answer = (definition: object) =>
    world.ask('ValidateStateMachineDefinition', { definition: JSON.stringify(definition) });
  expect(await answer(of({ A: PASS }))).toEqual({ result: 'OK', diagnostics: [], truncated: false });
  expect(await answer(of({ B: PASS }))).toMatchObject({
    result: 'FAIL',
    diagnostics: [{ code: 'MISSING_TRANSITION_TARGET' }],
  });
});

/** Valid in AWS, refused by asl-validator 4. */
const ONLY_WE_TAKE = [
  of({ A: { ...PASS, Output: 0 } }, { QueryLanguage: 'JSONata' }),
  of({ A: { Type: 'Choice', Choices: [{ Condition: true, Next: 'B' }] }, B: PASS }, { QueryLanguage: 'JSONata' }),
];
const BOTH_TAKE = [
  of({ A: PASS }),
  of({ A: { Type: 'Parallel', Branches: [{ StartAt: 'B', States: { B: PASS } }], End: true } }),
  of({ A: { Type: 'Map', ItemProcessor: { StartAt: 'B', States: { B: PASS } }, End: true } }),
  of({ A: task({ Parameters: {}, TimeoutSecondsPath: '$.t', Retry: [{ ErrorEquals: ['States.ALL'] }] }) }),
  of({ A: task({ Arguments: {}, TimeoutSeconds: '{% 1 %}' }) }, { QueryLanguage: 'JSONata' }),
  of({ A: { Type: 'Wait', Seconds: '{% 1 %}', End: true } }, { QueryLanguage: 'JSONata' }),
  of({
    A: { Type: 'Choice', Choices: [{ Not: { Variable: '$.a', IsNull: true }, Next: 'B' }], Default: 'B' },
    B: { Type: 'Succeed' },
  }),
];

test.each(BOTH_TAKE)('%j is valid for us and for asl-validator', (definition) => {
  expect(diagnosticsOf(JSON.stringify(definition))).toEqual([]);
  expect(validate(structuredClone(definition)).isValid).toBe(true);
});

test.each(ONLY_WE_TAKE)('%j is valid although asl-validator refuses it', (definition) => {
  expect(diagnosticsOf(JSON.stringify(definition))).toEqual([]);
  expect(validate(structuredClone(definition)).isValid).toBe(false);
});
