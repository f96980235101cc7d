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
  expect(await made.run(map(1), [1, 2, 3], 'borne')).toMatchObject({ status: 'SUCCEEDED', output: '[1,2]' });
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

test('an object that is no JSON array fails the state with States.ItemReaderFailed', async () => {
  const made = await new World().open();
  made.fake('s3', () => ({ Body: '{"a":1}' }));
  const ItemReader = {
    Resource: 'arn:aws:states:::s3:getObject',
    ReaderConfig: { InputType: 'JSON' },
    Parameters: { Bucket: 'b', Key: 'k' },
  };
  const definition = only({ Type: 'Map', ItemReader, ItemProcessor: processor({ Type: 'Succeed' }), End: true });
  expect(await made.run(definition)).toMatchObject({ status: 'FAILED', error: 'States.ItemReaderFailed' });
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
