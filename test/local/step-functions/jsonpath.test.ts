import { expect, test } from 'vitest';
import { pathValue } from '#local/step-functions/data-flow/path-expression.ts';
import type { Scene } from '#local/step-functions/data-flow/scene.ts';
import type { Json } from '#local/step-functions/json.ts';
import { World } from './world.ts';

const STORE = {
  store: {
    book: [
      { title: 'Sayings', price: 9, category: 'reference' },
      { title: 'Sword', price: 13, category: 'fiction', isbn: '1' },
      { title: 'Moby Dick', price: 9, category: 'fiction', isbn: '2' },
    ],
    'a b': { c: [1, 2, 3] },
  },
  limit: 10,
};

function scene(root: Json, variables: Record<string, Json> = {}): Scene {
  return { variables, root, states: { input: root }, nowMs: 0, context: () => ({ State: { Name: 'Here' } }) };
}

test.each<[string, Json]>([
  ['$.limit', 10],
  ["$['store']['a b'].c[1]", 2],
  ["$.store['a b'].c[-1]", 3],
  ['$.store.book[0,2].title', ['Sayings', 'Moby Dick']],
  ['$.store.book[0:2].price', [9, 13]],
  ['$.store.book[-1:].title', ['Moby Dick']],
  ['$.store.book[*].price', [9, 13, 9]],
  ['$..price', [9, 13, 9]],
  ['$.store.book[?(@.isbn)].title', ['Sword', 'Moby Dick']],
  ["$.store.book[?(@.price < $.limit && @.category == 'fiction')].title", ['Moby Dick']],
  ['$.store.book[?(@.title =~ /mo.*/i)].price', [9]],
  ["$.store.book[?(@.category in ['reference', 'none'])].price", [9]],
  ['$.store.book[?(!(@.isbn))].title', ['Sayings']],
  ['$.store.book.length()', 3],
  ['$.nothing[*].there', []],
  ['$$.State.Name', 'Here'],
  ['$known.inner', 'variable'],
])('%s leads to what it names', (path, expected) => {
  expect(pathValue(path, scene(STORE, { known: { inner: 'variable' } }))).toEqual(expected);
});

test.each([
  ['$.store.none', "No results for path: $['store']['none']"],
  ['$.none.deeper', "Missing property in path $['none']"],
  ['$unknown', "The variable '$unknown' is not assigned"],
])('%s leads nowhere and says so', (path, why) => {
  expect(() => pathValue(path, scene(STORE))).toThrow(why);
});

test.each<[string, Json]>([
  ["States.Format('{} is {}, \\{\\}', $.name, 5)", 'x is 5, {}'],
  ["States.Format('{}', $.list)", '[1, 2, 2]'],
  ['States.StringToJson(\'{"a":[1]}\')', { a: [1] }],
  ['States.JsonToString($.list)', '[1,2,2]'],
  ["States.Array($.name, 1, 'two', null)", ['x', 1, 'two', null]],
  ['States.ArrayPartition($.list, 2)', [[1, 2], [2]]],
  ['States.ArrayContains($.list, 2)', true],
  ['States.ArrayRange(1, 9, 2)', [1, 3, 5, 7, 9]],
  ['States.ArrayGetItem($.list, 1)', 2],
  ['States.ArrayLength($.list)', 3],
  ['States.ArrayUnique($.list)', [1, 2]],
  ["States.Base64Encode('Data to encode')", 'RGF0YSB0byBlbmNvZGU='],
  ["States.Base64Decode('RGF0YSB0byBlbmNvZGU=')", 'Data to encode'],
  ["States.Hash('input data', 'SHA-1')", 'aaff4a450a104cd177d28d18d74485e8cae074b7'],
  ['States.JsonMerge($.a, $.b, false)', { x: 1, y: { only: 'b' } }],
  ['States.MathAdd(111, -1)', 110],
  ["States.StringSplit('1,2,,3', ',')", ['1', '2', '3']],
  ["States.ArrayLength(States.Array('a', States.MathAdd(1, 1)))", 2],
])('%s gives what AWS documents', (call, expected) => {
  const root = { name: 'x', list: [1, 2, 2], a: { x: 1, y: { only: 'a' } }, b: { y: { only: 'b' } } };
  expect(pathValue(call, scene(root))).toEqual(expected);
});

test.each(["States.StringToJson('no')", 'States.ArrayGetItem($, 9)', 'States.Nothing()', "States.Format('{}')"])(
  '%s fails with States.IntrinsicFailure',
  (call) => {
    expect(() => pathValue(call, scene([1]))).toThrow(expect.objectContaining({ error: 'States.IntrinsicFailure' }));
  },
);

test('a ResultPath puts the result into the input, deeper members too', async () => {
  const made = await new World().open();
  const state = { Type: 'Pass', Result: 1, ResultPath: '$.a.b.c', End: true };
  const { output } = await made.run({ StartAt: 'P', States: { P: state } }, { a: { kept: true } });
  expect(JSON.parse(String(output))).toEqual({ a: { kept: true, b: { c: 1 } } });
});

test('a ResultPath that does not fit the input fails the state', async () => {
  const made = await new World().open();
  const state = { Type: 'Pass', Result: 1, ResultPath: '$.a', End: true };
  expect(await made.run({ StartAt: 'P', States: { P: state } }, 'text')).toMatchObject({
    status: 'FAILED',
    error: 'States.ResultPathMatchFailure',
  });
});
