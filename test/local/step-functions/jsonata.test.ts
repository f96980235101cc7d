import { expect, test } from 'vitest';
import { MONDAY, World } from './world.ts';

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
  ['$random(7) = $random(7)', {}, true],
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

test.each([
  ["$eval('1')", 'threw an error during evaluation'],
  ['$states.input.none', 'returned nothing (undefined)'],
  ["'a' + 1", 'threw an error during evaluation'],
])('%s fails with States.QueryEvaluationError', async (expression, why) => {
  expect(await output(expression)).toMatchObject({
    error: 'States.QueryEvaluationError',
    cause: expect.stringContaining(why),
  });
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
