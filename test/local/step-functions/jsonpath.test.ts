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
  ["$.store.book[?(@.isbn == 2 || @.price != '9')].title", ['Sword', 'Moby Dick']],
  ["$.store.book[?(@.title contains 'Dick')].price", [9]],
  ['$.store.book[?(@.title size 5)].price', [13]],
  ["$.store['a b'][?(@.c subsetof [1, 2, 3, 4])].c[0]", [1]],
  ["$.store['a b'][?(@.c anyof [4])].c[0]", []],
  ["$.store['a b'][?(@.c noneof [4])].c[0]", [1]],
  ["$.store['a b'][?(@.c empty false)].c[0]", [1]],
  ["$.store.book[?(@.category in ['reference', 'none'])].price", [9]],
  ['$.store.book[?(!(@.isbn))].title', ['Sayings']],
  ['$.store.book.length()', 3],
  ['$.nothing[*].there', []],
  ['$..[?(@.isbn)].title', ['Sword', 'Moby Dick']],
  ['$$.State.Name', 'Here'],
  ['$known.inner', 'variable'],
])('%s leads to what it names', (path, expected) => {
  expect(pathValue(path, scene(STORE, { known: { inner: 'variable' } }))).toEqual(expected);
});

test.each([
  ['$.store.none', "No results for path: $['store']['none']"],
  ['$.none.deeper', "Missing property in path $['none']"],
  ['$.store.book[7]', "No results for path: $['store']['book'][7]"],
  ['$.store.book[7].title', "No results for path: $['store']['book'][7]['title']"],
  ['$.store.book[?(@.price]', "a filter without its ')' at ']'"],
  ['$.limit[0]', 'Filter: [0] can only be applied to arrays. Current context is: 10'],
  ['$unknown', "The variable '$unknown' is not assigned"],
])('%s leads nowhere and says so', (path, why) => {
  expect(() => pathValue(path, scene(STORE))).toThrow(why);
});

test('a member that is null counts as not there in a filter', () => {
  const items = [{ id: 1, s: null }, { id: 2, s: false }, { id: 3 }];
  expect(pathValue('$[?(!@.s)].id', scene(items))).toEqual([1, 3]);
  expect(pathValue('$[?(@.s)].id', scene(items))).toEqual([2]);
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
  ["States.StringSplit('a\\{b\\}c\\\\d', '\\{\\\\')", ['a', 'b}c', 'd']],
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

test.each<[string, Json, Json]>([
  ['States.ArrayContains($, 1)', ['1'], true],
  ['States.ArrayContains($, true)', ['true', 'no'], true],
  ['States.ArrayContains($, false)', [0, 1, -1], false],
  ['States.ArrayContains($.in, $.it)', { in: [{ a: 1, b: 2 }], it: { b: 2, a: 1 } }, false],
  ['States.ArrayUnique($)', [true, false, true], [false, true]],
  [
    'States.ArrayUnique($)',
    [
      [1, 2],
      [1, 2],
      [2, 1],
    ],
    [
      [2, 1],
      [1, 2],
    ],
  ],
  ['States.ArrayUnique($)', [null, null, 1, null], [null, 1]],
  ['States.ArrayUnique($)', [1, '1', 1, '01'], [1, '1', '01']],
  [
    'States.ArrayUnique($)',
    [
      { a: 1, b: 2 },
      { b: 2, a: 1 },
    ],
    [{ a: 1, b: 2 }],
  ],
  ['States.ArrayPartition($, 2.6)', [1, 2, 3], [[1, 2], [3]]],
  ['States.ArrayRange(1.6, 1.4, 1)', {}, [1]],
  ['States.ArrayRange(5.4, -0.6, -2.4)', {}, [5, 3, 1]],
  ['States.ArrayGetItem($, 1.2)', [1, 2, 3], 2],
  ['States.ArrayGetItem($, 999)', [], null],
  ['States.MathAdd(1.6, 2.7)', {}, 5],
  ['States.JsonMerge($, $, $.deep)', { deep: 'no' }, { deep: 'no' }],
  ["States.Hash(123, 'MD5')", {}, '202cb962ac59075b964b07152d234b70'],
  ["States.StringToJson('')", {}, null],
  ["States.Format('{} {}', $.a, $.b)", { a: null, b: { c: [1, 'x'] } }, 'null {c=[1, x]}'],
])('%s of %j gives what AWS gives', (call, root, expected) => {
  expect(pathValue(call, scene(root))).toEqual(expected);
});

test('a hash set of many keeps its order in twice as many buckets', () => {
  const texts = Array.from({ length: 13 }, (_, index) => 'abcdefghijklm'.charAt(12 - index));
  expect(pathValue('States.ArrayUnique($)', scene(texts))).toEqual([...texts].reverse());
});

test.each([
  ["States.StringToJson('no')", 'Invalid arguments in States.StringToJson'],
  ["States.StringToJson('1', '2')", 'Invalid arguments in States.StringToJson'],
  ['States.JsonToString()', 'Invalid arguments in States.JsonToString'],
  ['States.ArrayGetItem($, 9)', 'Invalid arguments in States.ArrayGetItem'],
  ['States.ArrayGetItem($, -1)', 'Invalid arguments in States.ArrayGetItem'],
  ["States.ArrayLength('a')", 'Invalid arguments in States.ArrayLength'],
  ['States.ArrayPartition($, 0.6)', 'Invalid arguments in States.ArrayPartition'],
  ['States.ArrayRange(1, 1001, 1)', 'Invalid arguments in States.ArrayRange'],
  ['States.ArrayRange(1, 10, 0.49)', 'Invalid arguments in States.ArrayRange'],
  ["States.Hash('a', 'sha-256')", 'Invalid arguments in States.Hash'],
  ['States.JsonMerge($, $, false)', 'Invalid arguments in States.JsonMerge'],
  ['States.MathAdd(2147483647, 1)', 'Invalid arguments in States.MathAdd'],
  ["States.MathAdd('1', 1)", 'Invalid arguments in States.MathAdd'],
  ['States.MathRandom(1.4, 1.6)', 'Invalid arguments in States.MathRandom'],
  ['States.MathRandom(1, 9, null)', 'Invalid arguments in States.MathRandom'],
  ['States.Base64Encode(1)', 'Invalid arguments in States.Base64Encode'],
  ['States.Array(States.MathAdd(true, 1))', 'Invalid arguments in States.MathAdd'],
  [
    "States.Format('{}')",
    'Invalid arguments in States.Format: number of arguments do not match the occurrences of {}.',
  ],
  ["States.Format('{', 1)", "Invalid template in States.Format: matching '}' not found for '{'."],
  ["States.Format('{}',$.a.b)", "The JsonPath argument for the field '$.a.b' could not be found in the input '[1]'"],
  ['States.Array(1, $[5])', "The JsonPath argument for the field '$[5]' could not be found in the input '[1]'"],
  [
    'States.Array(States.Array($$.No))',
    "The JsonPath argument for the field '$.No' could not be found in the input '[1]'",
  ],
  ['States.Array($[0][0])', 'Filter: [0] can only be applied to arrays. Current context is: 1'],
])('%s fails the state', (call, why) => {
  expect(() => pathValue(call, scene([1]))).toThrow(
    expect.objectContaining({
      error: 'States.Runtime',
      causeText: `The function '${call}' had the following error: ${why}`,
    }),
  );
});

test('the cause of a failed function says where, and no catcher takes it', async () => {
  const made = await new World().open();
  const inner = { StartAt: 'P', States: { P: { Type: 'Pass', End: true } } };
  const state = {
    Type: 'Map',
    ItemProcessor: inner,
    ItemSelector: { 'v.$': "States.MathAdd('a', 1)" },
    Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Caught' }],
    End: true,
  };
  expect(
    await made.run({ StartAt: 'M', States: { M: state, Caught: { Type: 'Pass', End: true } } }, [1]),
  ).toMatchObject({
    status: 'FAILED',
    error: 'States.Runtime',
    cause:
      "An error occurred while executing the state 'M' (entered at the event id #2). The function 'States.MathAdd('a', 1)' had the following error: Invalid arguments in States.MathAdd",
  });
});

test('nothing is to be found in an input that is null', async () => {
  const made = await new World().open();
  const state = { Type: 'Pass', Parameters: { 'name.$': '$$.State.Name', 'all.$': '$' }, End: true };
  expect(await made.run({ StartAt: 'P', States: { P: state } }, null)).toMatchObject({
    status: 'FAILED',
    error: 'States.Runtime',
    cause:
      "An error occurred while executing the state 'P' (entered at the event id #2). Unable to apply Path transformation to null or empty input.",
  });
});

test('an item past the end of an array is null where a member names it', async () => {
  const made = await new World().open();
  const state = { Type: 'Pass', Parameters: { 'v.$': '$.items[5]' }, End: true };
  const { output } = await made.run({ StartAt: 'P', States: { P: state } }, { items: [1] });
  expect(JSON.parse(String(output))).toEqual({ v: null });
});

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
