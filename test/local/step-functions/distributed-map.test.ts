import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { World } from './world.ts';

let bodies = 0;
/** A body of one state, of a name of its own: names are unique in a whole machine. */
function only(state: object): { StartAt: string; States: Record<string, object> } {
  bodies += 1;
  return { StartAt: `State${bodies}`, States: { [`State${bodies}`]: state } };
}

const processor = (state: object) => ({
  ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
  ...only(state),
});
const FAIL_ABOVE_TWO = {
  ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
  StartAt: 'Ask',
  States: {
    Ask: { Type: 'Choice', Choices: [{ Variable: '$', NumericGreaterThan: 2, Next: 'No' }], Default: 'Yes' },
    Yes: { Type: 'Succeed' },
    No: { Type: 'Fail', Error: 'TooMuch' },
  },
};

test('items are read from a JSON array in S3 and handed on in batches', async () => {
  const made = await new World().open();
  made.fake('s3', ({ input }) => ({ Body: input.Key === 'items.json' ? '[1,2,3,4,5]' : '[]' }));
  const definition = {
    QueryLanguage: 'JSONata',
    ...only({
      Type: 'Map',
      ItemReader: {
        Resource: 'arn:aws:states:::s3:getObject',
        ReaderConfig: { InputType: 'JSON' },
        Arguments: { Bucket: 'b', Key: 'items.json' },
      },
      ItemBatcher: { MaxItemsPerBatch: 2, BatchInput: { of: '{% $states.input.city %}' } },
      ItemProcessor: processor({
        Type: 'Pass',
        Output: '{% $states.input.BatchInput.of & $string($sum($states.input.Items)) %}',
        End: true,
      }),
      End: true,
    }),
  };
  const { executionArn, output } = await made.run(definition, { city: 'seoul' });
  expect(output).toBe('["seoul3","seoul7","seoul5"]');
  expect(await made.eventTypes(String(executionArn))).toEqual([
    'ExecutionStarted',
    'MapStateEntered',
    'MapStateStarted',
    'MapRunStarted',
    'MapRunSucceeded',
    'MapStateSucceeded',
    'MapStateExited',
    'ExecutionSucceeded',
  ]);
});

test('failures up to the tolerated number are borne, one more fails the state', async () => {
  const made = await new World().open();
  const map = (count: number) =>
    only({ Type: 'Map', ItemProcessor: FAIL_ABOVE_TWO, ToleratedFailureCount: count, End: true });
  const borne = await made.run(map(1), [1, 2, 3], 'borne');
  expect(borne.status).toBe('SUCCEEDED');
  // A failed item has its execution's data in the result, the others their output.
  expect(JSON.parse(String(borne.output))).toEqual([
    1,
    2,
    expect.objectContaining({ Error: 'TooMuch', Input: '3', Status: 'FAILED', StartDate: '2026-11-23T00:00:00.000Z' }),
  ]);
  expect(await made.run(map(0), [1, 2, 3], 'failed')).toMatchObject({
    status: 'FAILED',
    error: 'States.ExceedToleratedFailureThreshold',
  });
});

test('failures are borne up to a percentage', async () => {
  const made = await new World().open();
  const map = (percentage: number) =>
    only({ Type: 'Map', ItemProcessor: FAIL_ABOVE_TWO, ToleratedFailurePercentage: percentage, End: true });
  expect(await made.run(map(50), [1, 2, 3, 4], 'half')).toMatchObject({ status: 'SUCCEEDED' });
  expect(await made.run(map(49), [1, 2, 3, 4], 'less')).toMatchObject({ status: 'FAILED' });
});

test('a limit of 0 is as if it were not there', async () => {
  const made = await new World().open();
  const map = (more: object) => only({ Type: 'Map', ItemProcessor: FAIL_ABOVE_TWO, ...more, End: true });
  const limits = { ToleratedFailureCount: 1, ToleratedFailurePercentage: 0 };
  expect(await made.run(map(limits), [1, 2, 3], 'count')).toMatchObject({ status: 'SUCCEEDED' });
  expect(await made.run(map({ ToleratedFailurePercentage: 0 }), [1, 2, 3], 'none')).toMatchObject({ status: 'FAILED' });
});

test('the items of a failed batch are counted one by one', async () => {
  const made = await new World().open();
  const map = (count: number) =>
    only({
      Type: 'Map',
      ItemBatcher: { MaxItemsPerBatch: 3 },
      ToleratedFailureCount: count,
      ItemProcessor: processor({ Type: 'Fail', Error: 'No' }),
      End: true,
    });
  expect(await made.run(map(3), [1, 2, 3], 'three')).toMatchObject({ status: 'SUCCEEDED' });
  expect(await made.run(map(2), [1, 2, 3], 'two')).toMatchObject({ status: 'FAILED' });
});

const reader = (config: object, more: object = {}) => ({
  Resource: 'arn:aws:states:::s3:getObject',
  ReaderConfig: { InputType: 'JSON', ...config },
  Parameters: { Bucket: 'b', Key: 'k' },
  ...more,
});

test.each<[string, object, string, string]>([
  ['a text', {}, '"a"', 'Attempting to map over non-iterable node.'],
  ['a pointer to nowhere', { ItemsPointer: '/b' }, '{"a":[]}', 'Attempting to map over non-iterable node.'],
  ['a negative limit', { MaxItemsPath: '$.limit' }, '[1]', 'field MaxItems must be positive'],
])('%s fails the map run with States.ItemReaderFailed', async (_, config, Body, cause) => {
  const made = await new World().open();
  made.fake('s3', () => ({ Body }));
  const ItemProcessor = processor({ Type: 'Succeed' });
  const definition = only({ Type: 'Map', ItemReader: reader(config), ItemProcessor, End: true });
  const { executionArn, error } = await made.run(definition, { limit: -1 });
  expect(error).toBe('States.ItemReaderFailed');
  const history = await made.history(String(executionArn));
  expect(history.slice(2)).toMatchObject([
    { type: 'MapStateStarted', mapStateStartedEventDetails: { length: 0 } },
    { type: 'MapRunStarted', previousEventId: 3 },
    { type: 'MapRunFailed', previousEventId: 4, mapRunFailedEventDetails: { error: 'States.ItemReaderFailed', cause } },
    { type: 'MapStateFailed', previousEventId: 5 },
    { type: 'ExecutionFailed', previousEventId: 6 },
  ]);
});

test.each<[string, object, string, unknown]>([
  ['an array within the object', { ItemsPointer: '/a~1b/0' }, '{"a/b":[[1,2]]}', [1, 2]],
  ['the members of an object, as pairs', {}, '{"a":{"x":1}}', [{ Key: 'a', Value: { x: 1 } }]],
  ['no more than a limit, also one given as text', { MaxItemsPath: '$.limit' }, '[1,2,3]', [1, 2]],
  ['all under a limit of 0', { MaxItems: 0 }, '[1,2,3]', [1, 2, 3]],
  ['the lines of JSON lines', { InputType: 'JSONL' }, '{"a":1}\n2\n', [{ a: 1 }, 2]],
])('a reader gives %s', async (_, config, Body, expected) => {
  const made = await new World().open();
  made.fake('s3', () => ({ Body }));
  const ItemProcessor = processor({ Type: 'Pass', End: true });
  const { output } = await made.run(only({ Type: 'Map', ItemReader: reader(config), ItemProcessor, End: true }), {
    limit: '2',
  });
  expect(JSON.parse(String(output))).toEqual(expected);
});

test('in a JSONata state the limits of reader and batcher are expressions', async () => {
  const made = await new World().open();
  made.fake('s3', () => ({ Body: '[1,2,3,4]' }));
  const ItemReader = {
    ...reader({ MaxItems: '{% $states.input.n + 1 %}' }),
    Parameters: undefined,
    Arguments: { Bucket: 'b', Key: 'k' },
  };
  const map = (MaxItemsPerBatch: string) => ({
    QueryLanguage: 'JSONata',
    ...only({
      Type: 'Map',
      ItemReader,
      ItemBatcher: { MaxItemsPerBatch },
      ItemProcessor: processor({ Type: 'Pass', Output: '{% $sum($states.input.Items) %}', End: true }),
      End: true,
    }),
  });
  expect(await made.run(map('{% $states.input.n %}'), { n: 2 }, 'read')).toMatchObject({ output: '[3,3]' });
  expect(await made.run(map("{% 'a' %}"), { n: 2 }, 'failed')).toMatchObject({
    error: 'States.QueryEvaluationError',
    cause: expect.stringContaining(
      "specified for the field 'ItemBatcher/MaxItemsPerBatch' returned an unexpected result type. Expected 'number'",
    ),
  });
});

test('the members of an object are iterated over, and the context object tells their names', async () => {
  const made = await new World().open();
  const map = (more: object) => ({
    Type: 'Map',
    MaxConcurrency: 1,
    ItemProcessor: processor({ Type: 'Pass', End: true }),
    ...more,
    End: true,
  });
  const input = { of: { a: 1, b: 2 } };
  expect(await made.run(only(map({ ItemsPath: '$.of' })), input, 'path')).toMatchObject({
    output: '[{"Key":"a","Value":1},{"Key":"b","Value":2}]',
  });
  const jsonata = map({
    Items: '{% $states.input.of %}',
    ItemSelector: '{% $states.context.Map.Item.($string(Index) & Key & $string(Value) & Source) %}',
  });
  expect(await made.run({ QueryLanguage: 'JSONata', ...only(jsonata) }, input, 'jsonata')).toMatchObject({
    output: '["0a1STATE_DATA","1b2STATE_DATA"]',
  });
});

test('a map run goes on after a crash, each item once', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'step-functions-'));
  const before = await new World(join(folder, 'journal.sqlite')).open();
  const definition = only({
    Type: 'Map',
    MaxConcurrency: 2,
    ItemProcessor: processor({ Type: 'Wait', Seconds: 10, End: true }),
    End: true,
  });
  const { executionArn } = await before.run(definition, [1, 2, 3, 4]);
  await before.advance(10);
  const after = await new World(before.crash()).open();
  await after.advance(10);
  expect(await after.describe(String(executionArn))).toMatchObject({ status: 'SUCCEEDED', output: '[1,2,3,4]' });
  after.close();
  rmSync(folder, { recursive: true });
});
