import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { LAMBDA, World } from './world.ts';

const task = (name: string, more: object) => ({ Type: 'Task', Resource: `${LAMBDA}:${name}`, ...more });
const Retry = [{ ErrorEquals: ['States.ALL'], IntervalSeconds: 5, MaxAttempts: 2 }];

/** Something of everything that survives a crash. */
const MACHINE = {
  QueryLanguage: 'JSONata',
  StartAt: 'Begin',
  States: {
    Begin: { Type: 'Pass', Assign: { begun: '{% $states.context.Execution.StartTime %}' }, Next: 'Echo' },
    Echo: task('echo', { Arguments: { a: '{% $states.input.a + 1 %}' }, Next: 'Wait' }),
    Wait: { Type: 'Wait', Seconds: 3600, Next: 'Both' },
    Both: {
      Type: 'Parallel',
      Branches: [
        { StartAt: 'Left', States: { Left: task('echo', { Retry, End: true }) } },
        { StartAt: 'Right', States: { Right: { Type: 'Wait', Seconds: 60, End: true } } },
      ],
      Next: 'Each',
    },
    Each: {
      Type: 'Map',
      Items: [1, 2, 3],
      MaxConcurrency: 1,
      ItemProcessor: {
        StartAt: 'One',
        States: { One: task('echo', { Arguments: '{% $states.input * 2 %}', End: true }) },
      },
      Next: 'Spread',
    },
    Spread: {
      Type: 'Map',
      Items: [1, 2, 3],
      MaxConcurrency: 2,
      ItemProcessor: {
        ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
        StartAt: 'Far',
        States: { Far: task('echo', { End: true }) },
      },
      Next: 'Nest',
    },
    Nest: {
      Type: 'Task',
      Resource: 'arn:aws:states:::states:startExecution.sync:2',
      Arguments: { StateMachineArn: 'arn:aws:states:ap-northeast-2:000000000000:stateMachine:child', Input: {} },
      Output: '{% $states.result.Output %}',
      Next: 'Late',
    },
    Late: {
      Type: 'Task',
      Resource: 'arn:aws:states:::aws-sdk:dynamodb:updateItem.waitForTaskToken',
      Arguments: { Token: '{% $states.context.Task.Token %}' },
      TimeoutSeconds: 86_400,
      Catch: [{ ErrorEquals: ['States.Timeout'], Output: '{% [$begun, $states.input] %}', Next: 'End' }],
      Next: 'End',
    },
    End: { Type: 'Succeed' },
  },
};

async function opened(path: string): Promise<World> {
  const world = new World(path);
  world.define('echo', (event) => event);
  world.fake('dynamodb', () => ({}));
  return world.open();
}

async function finished(world: World, executionArn: string): Promise<unknown> {
  await world.clock.advanceTo(Date.UTC(2026, 10, 26));
  const { status, output, startDate, stopDate } = await world.describe(executionArn);
  const events = await world.history(executionArn);
  expect(events.map(({ id }) => id)).toEqual(events.map((_, index) => index + 1));
  return { status, output, startDate, stopDate, events };
}

test('after a crash at any commit the history ends up the same, at the same instants', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'step-functions-'));
  const path = join(folder, 'journal.sqlite');
  const images: string[] = [];
  const whole = await opened(path);
  const write = whole.journal.write.bind(whole.journal);
  whole.journal.write = async (point, stage) => {
    await write(point, stage);
    const image = join(folder, `image-${images.length}.sqlite`);
    images.push(image);
    for (const part of ['', '-wal']) if (existsSync(path + part)) cpSync(path + part, image + part);
  };
  const States = { Inner: { Type: 'Wait', Seconds: 100, Output: 'nested', End: true } };
  await whole.machine({ QueryLanguage: 'JSONata', StartAt: 'Inner', States }, 'child');
  const executionArn = await whole.begin(MACHINE, { a: 1 });
  const begun = images.length;
  const expected = await finished(whole, executionArn);
  whole.close();
  expect(expected).toMatchObject({ status: 'SUCCEEDED', stopDate: Date.UTC(2026, 10, 24, 1, 2, 40) / 1000 });
  expect(images.length).toBeGreaterThan(begun + 10);
  for (const image of images.slice(begun)) {
    const again = await opened(image);
    expect(await finished(again, executionArn)).toEqual(expected);
    again.close();
  }
  rmSync(folder, { recursive: true });
});
