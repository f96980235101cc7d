import { expect, test } from 'vitest';
import { World } from './world.ts';

const wait = (more: object) => ({ StartAt: 'W', States: { W: { Type: 'Wait', End: true, ...more } } });

test.each<[object, object, number]>([
  [{ Seconds: 3 }, {}, 3],
  [{ SecondsPath: '$.in.s' }, { in: { s: 5 } }, 5],
  [{ SecondsPath: '$.s', InputPath: '$.in' }, { in: { s: 5 } }, 5],
  [{ SecondsPath: '$.s' }, { s: '7' }, 7],
  [{ Timestamp: '2026-11-23T00:00:09Z' }, {}, 9],
  [{ TimestampPath: '$.t' }, { t: '2026-11-23T09:00:11+09:00' }, 11],
  [{ TimestampPath: '$.t' }, { t: '2020-01-01T00:00:00Z' }, 0],
])('%j of %j waits %s seconds', async (more, input, seconds) => {
  const world = await new World().open();
  const { executionArn, startDate } = await world.run(wait(more), input);
  await world.advance(20);
  const { status, stopDate } = await world.describe(String(executionArn));
  expect({ status, waited: Number(stopDate) - Number(startDate) }).toEqual({ status: 'SUCCEEDED', waited: seconds });
});

test.each([
  [{ SecondsPath: '$.s' }, { s: -1 }, 'The SecondsPath parameter references a negative value: $.s == -1'],
  [
    { SecondsPath: '$.s' },
    { s: { a: 1 } },
    'The SecondsPath parameter does not reference an integer value: $.s == {"a":1}',
  ],
  [{ SecondsPath: '$.s' }, {}, "Invalid path '$.s' : No results for path: $['s']"],
  [
    { TimestampPath: '$.t' },
    { t: 1 },
    'The TimestampPath parameter does not reference a valid ISO-8601 extended offset date-time format string: $.t == 1',
  ],
])('%j of %j fails the state', async (more, input, why) => {
  const world = await new World().open();
  expect(await world.run(wait(more), input)).toMatchObject({
    status: 'FAILED',
    error: 'States.Runtime',
    cause: `An error occurred while executing the state 'W' (entered at the event id #2). ${why}`,
  });
});

const TASK = { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', Arguments: {} };
test.each([
  [{ Type: 'Wait', Seconds: '{% 1.6 %}' }, 'The Seconds field cannot be parsed as an integer: 1.6', 'Seconds'],
  [
    { ...TASK, TimeoutSeconds: '{% -1 %}' },
    'TimeoutSeconds must be between 0 and 99999999 but was: -1',
    'TimeoutSeconds',
  ],
  [
    { ...TASK, HeartbeatSeconds: '{% 1e8 %}' },
    'HeartbeatSeconds must be between 0 and 99999999 but was: 100000000',
    'HeartbeatSeconds',
  ],
])('%j takes no such seconds', async (state, why, location) => {
  const world = await new World().open();
  const made = { QueryLanguage: 'JSONata', StartAt: 'W', States: { W: { ...state, End: true } } };
  const { executionArn, error, cause } = await world.run(made, {});
  expect({ error, cause }).toEqual({
    error: 'States.QueryEvaluationError',
    cause: `An error occurred while executing the state 'W' (entered at the event id #2). ${why}`,
  });
  const events = await world.history(String(executionArn));
  expect(JSON.stringify(events)).toContain(`"location":"${location}"`);
});
