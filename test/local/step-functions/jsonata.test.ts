import { expect, test } from 'vitest';
import { LAMBDA, MONDAY, World } from './world.ts';

async function output(expression: string, input: unknown = {}): Promise<unknown> {
  const made = await new World().open();
  const state = { Type: 'Pass', Output: `{% ${expression} %}`, End: true };
  const described = await made.run({ QueryLanguage: 'JSONata', StartAt: 'P', States: { P: state } }, input);
  return described.status === 'SUCCEEDED' ? JSON.parse(String(described.output)) : described;
}

test.each<[string, unknown, unknown]>([
  ['$states.input', [1], [1]],
  ['$states.input.a.b', { a: { b: [0] } }, [0]],
  ['$states.input.list.x', { list: [{ x: 1 }, { x: 2 }] }, [1, 2]],
  ['$states.input.list[x > 1]', { list: [{ x: 1 }, { x: 2 }] }, { x: 2 }],
  ['$partition([1,2,3], 2)', {}, [[1, 2], [3]]],
  ['$range(0, 6, 2)', {}, [0, 2, 4, 6]],
  ["$hash('text', 'MD5')", {}, '1cb251ec0d568de6a929b520c4aed8d1'],
  ['$parse(\'{"a":[1]}\')', {}, { a: [1] }],
  ['$random(42)', {}, 0.7275636800328681],
  ['$random(7.9)', {}, 0.7306990420600421],
  ['$range(-1.7, 2, 1)', {}, [-1, 0, 1, 2]],
  ['$range(1, 1, 1)', {}, 1],
  ['$count($range(1, 360145, 1))', {}, 360_145],
  ['$partition([1,2,3], 2.9)', {}, [[1, 2], [3]]],
  ['$partition([1,2,3])', {}, [[1, 2, 3]]],
  ['[1 / 0, -1 / 0, 0 / 0]', {}, ['Infinity', '-Infinity', 'NaN']],
  [`1${'+1'.repeat(99)}`, {}, 100],
  ['[1..873782] ~> $count()', {}, 873_782],
  ['$length($uuid())', {}, 36],
  ['$millis()', {}, MONDAY],
  ['$now()', {}, '2026-11-23T00:00:00.000Z'],
  ["$now('[Y0001]')", {}, '2026'],
  ['$states.context.State.EnteredTime', {}, '2026-11-23T00:00:00.000Z'],
  [
    '$max([1, $ceil(($toMillis("2026-11-23T00:01:00Z") - $toMillis($states.context.State.EnteredTime)) / 1000)])',
    {},
    60,
  ],
])('%s', async (expression, input, expected) => {
  expect(await output(expression, input)).toEqual(expected);
});

const DEEP =
  ': Stack overflow error: Check for non-terminating recursive function. Consider rewriting as tail-recursive';
const LARGE = ': Expression evaluation memory limit exceeded: Check for excessive memory usage';
test.each([
  ["$eval('1')", '. T1006: Attempted to invoke a non-function'],
  ["'a' + 1", '. T2001: The left side of the "+" operator must evaluate to a number'],
  ["$hash('a', 'md5')", ". D3137: Hash algorithm 'md5' must be one of SHA-1, SHA-384, SHA-256, SHA-512, MD5"],
  ["$parse('{')", '. D3137: Invalid JSON'],
  ['$partition([1], -2)', '. D3137: Second argument must be zero or greater'],
  ['$partition(1, 2)', '. T0412: Argument 1 of function "partition" must be an array of undefined'],
  ["$range(1, 'b', 1)", '. T0410: Argument 2 of function "range" does not match function signature'],
  ['$uuid(1)', '. T0410: Argument 1 of function "uuid" does not match function signature'],
  ['$range(1, 360146, 1)', LARGE],
  ['[1..873783] ~> $count()', LARGE],
  [`1${'+1'.repeat(100)}`, DEEP],
  ['($f := function($n) { $n = 0 ? 0 : 1 + $f($n - 1) }; $f(100))', DEEP],
  ['($f := function($n) { $f($n + 1) }; $f(1))', ': Expression evaluation timeout: Check for infinite loop'],
])('%s fails with States.QueryEvaluationError', async (expression, why) => {
  expect(await output(expression)).toMatchObject({
    error: 'States.QueryEvaluationError',
    cause:
      `An error occurred while executing the state 'P' (entered at the event id #2). The JSONata expression ` +
      `'${expression}' specified for the field 'Output' threw an error during evaluation${why}`,
  });
});

test.each([
  '$states.input.none',
  '$range(1, 5)',
  '$range(5, 1, 1)',
  '$partition([], 2)',
  "$hash('a')",
  '$parse($none)',
])('%s gives nothing, which fails the state', async (expression) => {
  expect(await output(expression)).toMatchObject({
    error: 'States.QueryEvaluationError',
    cause: expect.stringContaining(`'${expression}' specified for the field 'Output' returned nothing (undefined).`),
  });
});

test('a failing expression in a Choice rule or a catcher is named with its place in the list', async () => {
  const made = await new World().open();
  made.define('fail', () => {
    throw new Error('no');
  });
  const machine = (state: object) => ({
    QueryLanguage: 'JSONata',
    StartAt: 'Only',
    States: { Only: state, Then: { Type: 'Succeed' } },
  });
  const missing = { v: ['{% $none %}'] };
  const choice = await made.run(
    machine({
      Type: 'Choice',
      Choices: [
        { Condition: false, Next: 'Then' },
        { Condition: true, Next: 'Then', Output: missing },
      ],
    }),
    {},
    'choice',
  );
  expect(choice.cause).toContain("the field 'Choices[1]/Output/v[0]' returned nothing");
  const Catch = [{ ErrorEquals: ['States.ALL'], Next: 'Then', Assign: missing }];
  const caught = await made.run(machine({ Type: 'Task', Resource: `${LAMBDA}:fail`, Catch, End: true }), {}, 'catch');
  expect(caught.cause).toContain("the field 'Catch[0]/Assign/v[0]' returned nothing");
});

test('an array that one expression filtered keeps its shape in the next', async () => {
  const made = await new World().open();
  const states = {
    First: { Type: 'Pass', Assign: { found: '{% $states.input[x > 0] %}' }, Next: 'Second' },
    Second: { Type: 'Pass', Output: { found: '{% $found %}', count: '{% $count($found) %}' }, End: true },
  };
  const described = await made.run({ QueryLanguage: 'JSONata', StartAt: 'First', States: states }, [
    { x: 1 },
    { x: 2 },
  ]);
  expect(JSON.parse(String(described.output))).toEqual({ found: [{ x: 1 }, { x: 2 }], count: 2 });
});

test('Assign and Output of one state see the variables as they were before it', async () => {
  const made = await new World().open();
  const states = {
    First: { Type: 'Pass', Assign: { n: 1 }, Next: 'Second' },
    Second: { Type: 'Pass', Assign: { n: '{% $n + 1 %}', old: '{% $n %}' }, Output: '{% $n %}', Next: 'Third' },
    Third: { Type: 'Pass', Output: '{% [$states.input, $n, $old] %}', End: true },
  };
  expect(await made.run({ QueryLanguage: 'JSONata', StartAt: 'First', States: states })).toMatchObject({
    output: '[1,2,1]',
  });
});
