import validate from 'asl-validator';
import { expect, test } from 'vitest';
import { diagnosticsOf } from '#local/step-functions/definition/check.ts';
import { World } from './world.ts';

const PASS = { Type: 'Pass', End: true };
const of = (states: object, more: object = {}) => ({ StartAt: 'A', States: states, ...more });
const JSONATA = { QueryLanguage: 'JSONata' };
const INNER = { StartAt: 'In', States: { In: PASS } };
const MAP = { Type: 'Map', ItemProcessor: INNER, End: true };
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
    "The field 'Type' should have one of these values: [Task, Wait, Pass, Succeed, Fail, Choice, Parallel, Map]",
    '/States/A/Type',
  ],
  [of({ A: { End: true } }), 'SCHEMA_VALIDATION_FAILED', "The field 'Type' is required", '/States/A'],
  [of({ A: { End: true } }), 'MISSING_END_STATE', 'Workflow has no terminal state', undefined],
  [of({}), 'SCHEMA_VALIDATION_FAILED', 'Value cannot be empty', '/States'],
  [of({}), 'MISSING_TRANSITION_TARGET', "Missing 'Next' target: A", '/StartAt'],
  [
    of({ A: { Type: 'Pass' } }),
    'SCHEMA_VALIDATION_FAILED',
    'This object should have only one of the following fields: [Next, End]',
    '/States/A',
  ],
  [
    of({ A: task({ Resource: 'nothing' }) }),
    'SCHEMA_VALIDATION_FAILED',
    'Value is not a valid resource ARN',
    '/States/A/Resource',
  ],
  [
    of({ A: { Type: 'Wait', End: true } }),
    'SCHEMA_VALIDATION_FAILED',
    'This object should have only one of the following fields: [SecondsPath, Seconds, TimestampPath, Timestamp]',
    '/States/A',
  ],
  [
    of({ A: { Type: 'Choice', Choices: [] } }),
    'SCHEMA_VALIDATION_FAILED',
    'Value cannot be empty',
    '/States/A/Choices',
  ],
  [
    of({ A: task({ Catch: [{ Next: 'A' }] }) }),
    'SCHEMA_VALIDATION_FAILED',
    'These fields are required: [ErrorEquals]',
    '/States/A/Catch[0]',
  ],
  [
    of({ A: { Type: 'Pass', Next: 'B' }, B: { Type: 'Pass', Next: 'A' } }),
    'MISSING_END_STATE',
    'Workflow has no terminal state',
    undefined,
  ],
  [of({ A: { ...PASS, Catch: [] } }), 'SCHEMA_VALIDATION_FAILED', "Field 'Catch' is not supported", '/States/A'],
  [
    of({ A: { ...MAP, TimeoutSeconds: 1 } }),
    'SCHEMA_VALIDATION_FAILED',
    "Field 'TimeoutSeconds' is not supported",
    '/States/A',
  ],
])('%j is refused', (definition, code, message, location) => {
  expect(diagnosticsOf(JSON.stringify(definition))).toContainEqual({ severity: 'ERROR', code, message, location });
});

const foreign = (own: string, field: string, other: string) =>
  `The QueryLanguage is set to '${own}', but field '${field}' is only supported for the '${other}' QueryLanguage`;

const reading = (config: object) => of({ A: { ...MAP, ItemReader: { ReaderConfig: config } } });
const READER = '/States/A/ItemReader/ReaderConfig';
const processing = (config: object) => of({ A: { ...MAP, ItemProcessor: { ...INNER, ProcessorConfig: config } } });
const PROCESSOR = '/States/A/ItemProcessor/ProcessorConfig';

test.each<[object, string, string]>([
  [of({ A: { ...PASS, InputPath: '$' } }, JSONATA), foreign('JSONata', 'InputPath', 'JSONPath'), '/States/A'],
  [of({ A: { ...PASS, Output: 1 } }), foreign('JSONPath', 'Output', 'JSONata'), '/States/A'],
  [
    of({ A: { ...MAP, ItemBatcher: { MaxItemsPerBatchPath: '$states' } } }, JSONATA),
    foreign('JSONata', 'MaxItemsPerBatchPath', 'JSONPath'),
    '/States/A/ItemBatcher',
  ],
  [
    of({ A: { Type: 'Choice', Choices: [{ Condition: true, Next: 'B' }] }, B: PASS }),
    foreign('JSONPath', 'Condition', 'JSONata'),
    '/States/A/Choices[0]',
  ],
  [
    of({
      A: { ...MAP, QueryLanguage: 'JSONata', ItemProcessor: { StartAt: 'B', States: { B: { ...PASS, Output: 1 } } } },
    }),
    foreign('JSONPath', 'Output', 'JSONata'),
    '/States/A/ItemProcessor/States/B',
  ],
  [
    of({ A: { ...PASS, QueryLanguage: 'JSONPath' } }, JSONATA),
    "'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine",
    '/States/A',
  ],
  [
    of({ A: { ...PASS, QueryLanguage: 'jsonata', Output: 1 } }),
    'Value should be one of the following: [JSONPath, JSONata]',
    '/States/A/QueryLanguage',
  ],
  [of({ A: PASS }, { QueryLanguage: 3 }), 'Expected value of type [STRING]', '/QueryLanguage'],
  [
    of({ A: { ...MAP, ItemProcessor: { QueryLanguage: 'JSONata', ...INNER } } }),
    "Field 'QueryLanguage' is not supported",
    '/States/A/ItemProcessor',
  ],
  [of({ A: { ...MAP, MaxConcurrency: -1 } }), 'Minimum value is 0', '/States/A/MaxConcurrency'],
  [
    of({ A: { ...MAP, ToleratedFailurePercentage: 101 } }),
    'Maximum value is 100.0',
    '/States/A/ToleratedFailurePercentage',
  ],
  [
    of({ A: { ...MAP, ItemReader: { ReaderConfig: { MaxItems: 1, MaxItemsPath: '$.n' } } } }),
    'There should only be one of the following fields: [MaxItems, MaxItemsPath]',
    '/States/A/ItemReader/ReaderConfig',
  ],
  [reading({ InputType: 'CSV' }), "The field 'CSVHeaderLocation' is required", READER],
  [reading({ InputType: 'CSV', CSVHeaderLocation: 'GIVEN' }), 'These fields are required: [CSVHeaders]', READER],
  [
    reading({ InputType: 'JSON', CSVHeaderLocation: 'FIRST_ROW' }),
    "Field 'CSVHeaderLocation' is not supported",
    READER,
  ],
  [
    reading({ InputType: 'JSON', ItemsPointer: 'data/items' }),
    `Invalid input: JSON Pointer expression must start with '/': "data/items"`,
    `${READER}/ItemsPointer`,
  ],
  [processing({ Mode: 'DISTRIBUTED' }), 'These fields are required: [ExecutionType]', PROCESSOR],
  [processing({ Mode: 'INLINE', ExecutionType: 'STANDARD' }), "Field 'ExecutionType' is not supported", PROCESSOR],
  [
    processing({ Mode: 'DISTRIBUTED', ExecutionType: 'FAST' }),
    'Value should be one of the following: [STANDARD, EXPRESS]',
    `${PROCESSOR}/ExecutionType`,
  ],
  [
    of({ A: { ...MAP, MaxConcurrencyPath: '$$.Execution.Input.n' } }),
    'Value is not a Reference Path',
    '/States/A/MaxConcurrencyPath',
  ],
])('%j breaks the schema', (definition, message, location) => {
  expect(diagnosticsOf(JSON.stringify(definition))).toEqual([
    { severity: 'ERROR', code: 'SCHEMA_VALIDATION_FAILED', message, location },
  ]);
});

const top = (name: string) => `Reference to '${name}' at the top level is not supported.`;
const CALL = { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke' };
test.each<[object, string, string, string]>([
  [{ ...PASS, Output: { a: '{% 1 + %}' } }, 'INVALID', 'Unexpected end of expression', 'Output/a'],
  [{ ...PASS, Output: '{% a[1,2) %}' }, 'INVALID', 'Expected "]", got ","', 'Output'],
  [{ ...PASS, Output: '{% 1' }, 'INVALID', 'An expression begins with {% and ends with %}', 'Output'],
  [{ ...PASS, Output: '{% phone %}' }, 'UNSUPPORTED', top('phone'), 'Output'],
  [{ ...PASS, Output: ['{% $ %}'] }, 'UNSUPPORTED', top('$'), 'Output[0]'],
  [{ ...PASS, Output: '{% $map([1], function($x) { b }) %}' }, 'UNSUPPORTED', top('b'), 'Output'],
  [{ ...PASS, Output: '{% $$.a %}' }, 'UNSUPPORTED', "Reference to '$$' is not supported.", 'Output'],
  [{ ...PASS, Assign: { Next: '{% phone %}' } }, 'UNSUPPORTED', top('phone'), 'Assign/Next'],
  [{ ...PASS, Output: '{% $states.result %}' }, 'UNSUPPORTED', "Field '$states.result' does not exist.", 'Output'],
  [
    { ...CALL, End: true, Arguments: { Payload: '{% $states.result %}' } },
    'UNSUPPORTED',
    "Field '$states.result' does not exist.",
    'Arguments/Payload',
  ],
  [
    { ...CALL, End: true, Output: '{% $states.errorOutput %}' },
    'UNSUPPORTED',
    "Field '$states.errorOutput' does not exist.",
    'Output',
  ],
])('in %j the expression is refused', (state, code, message, field) => {
  expect(diagnosticsOf(JSON.stringify(of({ A: state }, JSONATA)))).toEqual([
    { severity: 'ERROR', code: `${code}_JSONATA_EXPRESSION`, message, location: `/States/A/${field}` },
  ]);
});

test('a variable of an outer scope is not assigned within, one assigned later may be', () => {
  const inner = { StartAt: 'In', States: { In: { ...PASS, Assign: { early: 2, late: 2 } } } };
  const states = {
    A: { Type: 'Pass', Assign: { 'early.$': '$.a' }, Next: 'B' },
    B: { Type: 'Parallel', Branches: [inner], Next: 'C' },
    C: { ...PASS, Assign: { late: 1 } },
  };
  expect(diagnosticsOf(JSON.stringify(of(states)))).toEqual([
    {
      severity: 'ERROR',
      code: 'DUPLICATE_VARIABLE_NAME',
      message: "The variable name 'early' was already defined in a parent scope.",
      location: '/States/B/Branches[0]/States/In/Assign/early',
    },
  ]);
});

test.each(['x.y', 'x[2]', '1st', 'states', 'a'.repeat(81)])('%j is no name for a variable', (name) => {
  expect(diagnosticsOf(JSON.stringify(of({ A: { ...PASS, Assign: { [name]: 1 } } })))).toHaveLength(1);
});

test('a fault without a place is told at null', async () => {
  const world = await new World().open();
  const definition = JSON.stringify(of({ A: { Type: 'Pass', Next: 'A' } }));
  await expect(
    world.ask('CreateStateMachine', { name: 'm', roleArn: 'arn:aws:iam::0:role/r', definition }),
  ).rejects.toThrow("Invalid State Machine Definition: 'MISSING_END_STATE: Workflow has no terminal state at null'");
});

test('what nothing else leads to is not reachable, also when the start is nowhere', () => {
  const states = { One: { Type: 'Pass', Next: 'Two' }, Two: { Type: 'Succeed' }, Self: { Type: 'Pass', Next: 'Self' } };
  expect(diagnosticsOf(JSON.stringify({ StartAt: 'Nowhere', States: states }))).toMatchObject([
    { message: "Missing 'Next' target: Nowhere", location: '/StartAt' },
    { message: 'State "One" is not reachable.', location: '/States/One' },
    { message: 'State "Self" is not reachable.', location: '/States/Self' },
  ]);
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
    diagnostics: [{ code: 'MISSING_TRANSITION_TARGET' }, { code: 'MISSING_TRANSITION_TARGET' }],
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
  of({ A: { ...PASS, Comment: '{% phone %}', Output: '{% $states.input.items[value > 3]^(x).{"a": b} %}' } }, JSONATA),
  of({
    A: {
      ...CALL,
      QueryLanguage: 'JSONata',
      Output: '{% $states.result.Payload %}',
      Catch: [{ ErrorEquals: ['States.ALL'], Output: '{% $states.errorOutput %}', Next: 'B' }],
      Next: 'B',
    },
    B: PASS,
  }),
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
