import { expect, it } from 'vitest';
import { mayTellQueue } from '#rules/notices/queue-of-app.ts';

const city = '111111111111';
it.each([
  ['222222222222', 'events.fifo', true],
  ['222222222222', 'Daedap-AppQueue.fifo', true],
  [city, 'channel-app-chat.fifo', true],
  [city, 'Daedap-AppQueue.fifo', false],
  [city, 'my-channel-app-chat.fifo', false],
])('a queue of account %s named %s may be told: %s', (account, name, may) => {
  expect(mayTellQueue(`arn:aws:sqs:ap-northeast-2:${account}:${name}`, city)).toBe(may);
});
