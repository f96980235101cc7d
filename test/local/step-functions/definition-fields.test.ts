import { expect, test } from 'vitest';
import { diagnosticsOf } from '#local/step-functions/definition/check.ts';

const PASS = { Type: 'Pass', End: true };
const of = (states: object) => ({ StartAt: 'A', States: states });
const task = (more: object) => ({ Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', End: true, ...more });
const choice = (rule: object) =>
  of({ A: { Type: 'Choice', Choices: [{ Next: 'B', ...rule }] }, B: { Type: 'Succeed' } });
const retry = (rule: object) => of({ A: task({ Retry: [{ ErrorEquals: ['E'], ...rule }] }) });
const wait = (more: object) => of({ A: { Type: 'Wait', End: true, ...more } });
const SCHEMA = 'SCHEMA_VALIDATION_FAILED';
const ONE_SHAPE = 'The object must have only one of the following fields, [And, Or, Not, Variable, Condition]';
const NO_PATH = "Value is not a Reference Path: Reference path didn't start with '$'";

test.each<[object, string, string]>([
  [
    choice({ Variable: '$.a', IsNull: true, StringEquals: '1' }),
    'There should only be one of the following fields: [StringEquals, IsNull]',
    '/Choices[0]',
  ],
  [choice({ Variable: '$.a', And: [{ Variable: '$.b', IsNull: true }] }), ONE_SHAPE, '/Choices[0]'],
  [choice({}), ONE_SHAPE, '/Choices[0]'],
  [choice({ And: [] }), 'Value cannot be empty', '/Choices[0]/And'],
  [choice({ Not: { Or: [] } }), 'Value cannot be empty', '/Choices[0]/Not/Or'],
  [choice({ Not: { Variable: '$.a', IsNull: true, Next: 'B' } }), "Field 'Next' is not supported", '/Choices[0]/Not'],
  [choice({ Variable: 'a', IsNull: true }), NO_PATH, '/Choices[0]/Variable'],
  [choice({ Variable: '$.a[*]', IsNull: true }), 'Value is not a Reference Path', '/Choices[0]/Variable'],
  [choice({ Variable: '$.a', StringEqualsPath: 'b' }), NO_PATH, '/Choices[0]/StringEqualsPath'],
  [choice({ Variable: '$.a', NumericEquals: '1' }), 'Expected value of type Number', '/Choices[0]/NumericEquals'],
  [
    choice({ Variable: '$.a', TimestampEquals: 'now' }),
    'String does not match RFC3339 timestamp',
    '/Choices[0]/TimestampEquals',
  ],
  [retry({ ErrorEquals: [] }), 'Value cannot be empty', '/Retry[0]/ErrorEquals'],
  [
    retry({ ErrorEquals: ['States.ALL', 'E'] }),
    'States.ALL must appear alone and at end of list',
    '/Retry[0]/ErrorEquals',
  ],
  [retry({ MaxAttempts: -1 }), 'Minimum value is 0', '/Retry[0]/MaxAttempts'],
  [retry({ BackoffRate: 0.5 }), 'Minimum value is 1.0', '/Retry[0]/BackoffRate'],
  [retry({ MaxDelaySeconds: 31_622_401 }), 'Maximum value is 31622400', '/Retry[0]/MaxDelaySeconds'],
  [retry({ JitterStrategy: 'SOME' }), 'Value should be one of the following: [NONE, FULL]', '/Retry[0]/JitterStrategy'],
  [
    wait({ Seconds: 1, SecondsPath: '$.s' }),
    'There should only be one of the following fields: [SecondsPath, Seconds, TimestampPath, Timestamp]',
    '',
  ],
  [wait({ Seconds: -1 }), 'Minimum value is 0', '/Seconds'],
  [wait({ Seconds: 1.5 }), 'Expected value of type Integer', '/Seconds'],
  [wait({ Seconds: '1' }), 'Expected value of type Integer', '/Seconds'],
  [wait({ Timestamp: '2016-13-05T21:29:29Z' }), 'String does not match RFC3339 timestamp', '/Timestamp'],
  [wait({ Seconds: 1, ResultPath: null }), "Field 'ResultPath' is not supported", ''],
  [of({ A: { ...PASS, Catch: [] } }), "Field 'Catch' is not supported", ''],
  [of({ A: { ...PASS, result: 1 } }), "Field 'result' is not supported", ''],
  [of({ A: { ...PASS, OutputPath: 'a' } }), 'Value must be a valid JSONPath.', '/OutputPath'],
  [wait({ SecondsPath: 'a' }), 'Value must be a valid JSONPath.', '/SecondsPath'],
  [of({ A: task({ TimeoutSecondsPath: 'a' }) }), 'Value must be a valid JSONPath.', '/TimeoutSecondsPath'],
  [of({ A: { Type: 'Fail', CausePath: 'a' } }), 'Value must be a valid JSONPath.', '/CausePath'],
  [of({ A: { Type: 'Parallel', Branches: [], End: true } }), 'Value cannot be empty', '/Branches'],
  [
    of({ A: { Type: 'Map', End: true } }),
    'This object should have only one of the following fields: [ItemProcessor, Iterator]',
    '',
  ],
  [of({ A: { ...PASS, ResultPath: '$.a[0:2]' } }), 'Value is not a Reference Path', '/ResultPath'],
  [of({ A: { ...PASS, ResultPath: '$$.a' } }), 'Value is not a Reference Path', '/ResultPath'],
  [
    of({ A: task({ Catch: [{ ErrorEquals: ['E'], ResultPath: '$..a', Next: 'A' }] }) }),
    'Value is not a Reference Path',
    '/Catch[0]/ResultPath',
  ],
])("%j is refused in AWS's words", (definition, message, place) => {
  expect(diagnosticsOf(JSON.stringify(definition))).toContainEqual({
    severity: 'ERROR',
    code: SCHEMA,
    message,
    location: `/States/A${place}`,
  });
});

test.each([
  'text',
  'States.Nothing()',
  'States.Array(1',
  'States.Array(1,)',
  "States.Array('\\n')",
  'States.Array()[0]',
])('a member %s is refused', (value) => {
  const message = "The value for the field 'a.$' must be a valid JSONPath or a valid intrinsic function call";
  const definition = of({ A: { ...PASS, Parameters: { 'a.$': value } } });
  expect(diagnosticsOf(JSON.stringify(definition))).toEqual([
    { severity: 'ERROR', code: SCHEMA, message, location: '/States/A/Parameters' },
  ]);
});

test.each([
  ['states', 'RESERVED_VARIABLE_NAME', "Cannot assign to reserved variable '$states'."],
  ['a-b.$', 'INVALID_VARIABLE_NAME', "Invalid variable name 'a-b': the variable name contains invalid characters."],
  ['1a', 'INVALID_VARIABLE_NAME', "Invalid variable name '1a': the variable name contains invalid characters."],
])('a variable %s is refused', (name, code, message) => {
  const definition = of({ A: { ...PASS, Assign: { [name]: '$.a' } } });
  expect(diagnosticsOf(JSON.stringify(definition))).toMatchObject([{ code, message }]);
});

test.each([
  retry({ IntervalSeconds: 0, MaxAttempts: 0, BackoffRate: 1.5, MaxDelaySeconds: 9, JitterStrategy: 'FULL' }),
  choice({ And: [{ Variable: '$$.Execution.Name', StringMatches: 'a*', Comment: 'c' }] }),
  choice({ Variable: "$['a b'].c[0]", TimestampLessThanEquals: '2016-08-18T17:33:00Z' }),
  choice({ Variable: '$..a', IsPresent: true }),
  choice({ Variable: '$known.a', NumericGreaterThanPath: '$.b' }),
  of({ A: { ...PASS, Assign: { 높이: 1, 'a_1.$': '$.a' }, ResultPath: '$.a[0].b' } }),
  of({ A: { ...PASS, Parameters: { 'a.$': "States.Format('\\{{}\\}', States.MathAdd($.a, 1))" } } }),
  of({ A: { Type: 'Fail', ErrorPath: '$.e', CausePath: "States.Format('{}', $.c)" } }),
])('%j is taken', (definition) => {
  expect(diagnosticsOf(JSON.stringify(definition))).toEqual([]);
});

test('a longer name than 80 characters is refused', () => {
  const long = 'a'.repeat(81);
  const definition = { StartAt: long, States: { [long]: PASS } };
  expect(diagnosticsOf(JSON.stringify(definition))).toMatchObject([
    {
      code: 'INVALID_STATE_NAME',
      message: `Invalid State name: ${long} exceeds the 80-character limit allowed by the service`,
    },
  ]);
});
