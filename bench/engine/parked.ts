import { readFileSync } from 'node:fs';
import { LocalEngine } from './local-engine.ts';

/*
 * A process of its own: `node bench/engine/parked.ts <home> <count>` lets so many executions wait and says what memory
 * it takes, at the most and in the end; with a count of 0 it starts on what is there and says how long that took.
 */
const [home = '', count = '0'] = process.argv.slice(2);
const startedAt = performance.now();
const engine = await LocalEngine.open({ home, standAt: Date.parse('2026-11-23T00:00:00Z') });
const openMs = performance.now() - startedAt;
const before = { heapUsed: process.memoryUsage().heapUsed };
const total = Number(count);
if (total > 0) {
  const arn = await engine.machine('parked', {
    QueryLanguage: 'JSONata',
    StartAt: 'Await',
    States: {
      Await: {
        Type: 'Task',
        Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
        Arguments: {
          FunctionName: 'arn:aws:lambda:ap-northeast-2:000000000000:function:echo',
          Payload: { token: '{% $states.context.Task.Token %}' },
        },
        TimeoutSeconds: '{% $states.input.seconds %}',
        End: true,
      },
    },
  });
  for (let index = 0; index < total; index += 500) {
    const some = Array.from({ length: Math.min(500, total - index) }, (_, at) =>
      engine.start(arn, `e-${index + at}`, { number: `2026-${index + at}`, seconds: 100_000 + ((index + at) % 4000) }),
    );
    await Promise.all(some);
  }
  await engine.cloud.quiet.whenQuiet();
}
const status = readFileSync('/proc/self/status', 'utf8');
const megabytes = (name: string): number => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1]) / 1024;
process.stdout.write(
  `${JSON.stringify({
    openMs,
    fillMs: performance.now() - startedAt - openMs,
    waiting: engine.cloud.clock.timerCount,
    memoryMiB: megabytes('VmRSS'),
    peakMiB: megabytes('VmHWM'),
    heapBytesEach: total === 0 ? 0 : (process.memoryUsage().heapUsed - before.heapUsed) / total,
  })}\n`,
);
await engine.close();
process.exit(0);
