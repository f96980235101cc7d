import { afterEach, beforeEach, expect, test } from 'vitest';
import { day, hour, type Town, town } from '../town.ts';

const arnOf = (service: string, rest: string) => `arn:aws:${service}:ap-northeast-2:000000000000:${rest}`;
const nightly = {
  Inbox: { Type: 'AWS::SQS::Queue' },
  Nightly: {
    Type: 'AWS::Scheduler::Schedule',
    Properties: {
      ScheduleExpression: 'cron(0 3 * * ? *)',
      ScheduleExpressionTimezone: 'Asia/Seoul',
      FlexibleTimeWindow: { Mode: 'OFF' },
      Target: {
        Arn: { 'Fn::GetAtt': ['Inbox', 'Arn'] },
        Input: '{"at":"<aws.scheduler.scheduled-time>","as":"<aws.scheduler.schedule-arn>"}',
      },
    },
  },
};
let place: Town;

beforeEach(async () => {
  place = await town(nightly);
});
afterEach(() => place.close());

const inbox = async (): Promise<unknown[]> => {
  const { Messages = [] } = await place.aws('sqs', 'ReceiveMessage', {
    QueueUrl: arnOf('sqs', 'Town-Inbox'),
    MaxNumberOfMessages: 10,
  });
  return (Messages as { Body: string }[]).map((message) => JSON.parse(message.Body));
};
const schedule = <More extends Record<string, unknown>>(more: More) => ({
  Name: 'mine',
  FlexibleTimeWindow: { Mode: 'OFF' },
  Target: { Arn: arnOf('sqs', 'Town-Inbox'), Input: '{"mine":true}' },
  ...more,
});

test('a schedule fires at its local hour and tells the instant it was due', async () => {
  await place.pass(18 * hour - 1);
  expect(await inbox()).toEqual([]);
  await place.pass(1);
  const as = arnOf('scheduler', 'schedule/default/Town-Nightly');
  expect(await inbox()).toEqual([{ at: '2026-11-23T18:00:00Z', as }]);
});

test('what fell due before a restart fired once, what falls due after it fires too', async () => {
  await place.pass(day);
  await place.close.keepingHome();
  place = await town(nightly, { home: place.home });
  await place.pass(2 * day);
  expect((await inbox()).map((message) => (message as { at: string }).at)).toEqual([
    '2026-11-23T18:00:00Z',
    '2026-11-24T18:00:00Z',
    '2026-11-25T18:00:00Z',
  ]);
});

test('a schedule made by a call fires once, goes away if asked to, and stands over a restart', async () => {
  const once = schedule({ ScheduleExpression: 'at(2026-11-24T00:00:00)', ActionAfterCompletion: 'DELETE' });
  await place.aws('scheduler', 'CreateSchedule', once);
  await expect(place.aws('scheduler', 'CreateSchedule', once)).rejects.toMatchObject({ name: 'ConflictException' });
  await place.close.keepingHome();
  place = await town(nightly, { home: place.home });
  expect(await place.aws('scheduler', 'GetSchedule', { Name: 'mine' })).toMatchObject({
    ScheduleExpression: once.ScheduleExpression,
  });
  await place.pass(day);
  expect(await inbox()).toContainEqual({ mine: true });
  await expect(place.aws('scheduler', 'GetSchedule', { Name: 'mine' })).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
  });
});

test('a universal target calls any operation', async () => {
  const Target = {
    Arn: 'arn:aws:scheduler:::aws-sdk:sqs:sendMessage',
    Input: JSON.stringify({ QueueUrl: arnOf('sqs', 'Town-Inbox'), MessageBody: '"any"' }),
  };
  await place.aws('scheduler', 'CreateSchedule', schedule({ ScheduleExpression: 'rate(1 hour)', Target }));
  await place.pass(2 * hour);
  expect(await inbox()).toEqual(['any', 'any']);
});

test('a disabled or deleted schedule is silent', async () => {
  await place.aws('scheduler', 'CreateSchedule', schedule({ ScheduleExpression: 'rate(1 hour)', State: 'DISABLED' }));
  await place.pass(2 * hour);
  await place.aws('scheduler', 'UpdateSchedule', schedule({ ScheduleExpression: 'rate(1 hour)' }));
  await place.pass(hour);
  await place.aws('scheduler', 'DeleteSchedule', { Name: 'mine' });
  await place.pass(2 * hour);
  expect(await inbox()).toEqual([{ mine: true }]);
});

test('what is no schedule is refused', async () => {
  await expect(
    place.aws('scheduler', 'CreateSchedule', schedule({ ScheduleExpression: 'often' })),
  ).rejects.toMatchObject({ name: 'ValidationException' });
});
