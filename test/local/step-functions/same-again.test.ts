import { expect, test } from 'vitest';
import { LAMBDA, World } from './world.ts';

const task = (name: string, more: object) => ({ Type: 'Task', Resource: `${LAMBDA}:${name}`, ...more });

/** A story of months in which chance has its say: retries with jitter, waits, time-outs, branches side by side. */
const STORY = {
  QueryLanguage: 'JSONata',
  StartAt: 'Begin',
  States: {
    Begin: task('moody', {
      Retry: [{ ErrorEquals: ['States.ALL'], IntervalSeconds: 3600, JitterStrategy: 'FULL', MaxAttempts: 9 }],
      Next: 'Both',
    }),
    Both: {
      Type: 'Parallel',
      Branches: [
        {
          StartAt: 'Rest',
          States: { Rest: { Type: 'Wait', Seconds: '{% $states.input.days * 86400 %}', End: true } },
        },
        { StartAt: 'Work', States: { Work: task('echo', { End: true }) } },
      ],
      Output: '{% $states.input %}',
      Next: 'Each',
    },
    Each: {
      Type: 'Map',
      Items: '{% [1..3] %}',
      ItemProcessor: {
        ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
        StartAt: 'One',
        States: { One: task('echo', { End: true }) },
      },
      Output: '{% $states.input %}',
      Next: 'Await',
    },
    Await: {
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
      Arguments: { FunctionName: `${LAMBDA}:echo`, Payload: { token: '{% $states.context.Task.Token %}' } },
      TimeoutSeconds: '{% $states.input.days * 40000 %}',
      Catch: [{ ErrorEquals: ['States.Timeout'], Next: 'End' }],
      End: true,
    },
    End: { Type: 'Succeed' },
  },
};

/** The stories as they were told, each as text; the first ends 60 days before the last, so all are kept. */
async function stories(executions: number): Promise<string[]> {
  const world = await new World().open();
  const seen = new Map<string, number>();
  world.define('echo', (event) => event);
  world.define('moody', (event) => {
    const text = JSON.stringify(event);
    const tries = (seen.get(text) ?? 0) + 1;
    seen.set(text, tries);
    if (text.length % 3 !== 0 && tries < 3) throw new Error('not today');
    return event;
  });
  const stateMachineArn = await world.machine(STORY);
  const arns = await Promise.all(
    Array.from({ length: executions }, async (_, index) => {
      const input = JSON.stringify({ days: 40 + ((index * 37) % 40), number: 'x'.repeat(index % 5) });
      return world.ask('StartExecution', { stateMachineArn, name: `e-${index}`, input });
    }),
  );
  await world.advance(120 * 86_400);
  const told: string[] = [];
  for (const { executionArn } of arns) {
    told.push(JSON.stringify([await world.describe(String(executionArn)), await world.history(String(executionArn))]));
  }
  world.close();
  return told;
}

test('the same story played again gives every execution the same history, byte for byte', async () => {
  const [first, second] = [await stories(150), await stories(150)];
  expect(second).toEqual(first);
  expect(first.filter((text) => text.includes('"SUCCEEDED"'))).toHaveLength(150);
  expect(new Set(first).size).toBe(150);
});
