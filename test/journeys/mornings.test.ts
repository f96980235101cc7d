import { ListTopicsCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type City, type Message, openCity, sevenDays } from './city.ts';

let city: City;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ city, close } = await openCity());
});
afterAll(() => close());

/** The petitioner's number takes no SMS, once. */
const numberGone = {
  service: 'sns',
  operation: 'Publish',
  kind: 'throttle',
  error: 'InvalidParameter',
  input: '+821012345678',
  count: 1,
};

/** What the ledger says of what the petitioner was told: `reception accepted`. */
async function told(number: string): Promise<string[]> {
  const { notices } = await city.history(number);
  return notices.filter(({ to }) => to.role === 'petitioner').map(({ step, status }) => `${step} ${status}`);
}

describe('what belongs to no complaint', () => {
  /** Every message since an instant. */
  const since = async (instant: string): Promise<Message[]> =>
    (await city.ask<{ messages: Message[] }>('GET', `/_local/outbox?since=${instant}`)).body.messages;
  const now = async (): Promise<string> => (await city.ask<{ now: string }>('GET', '/_local/clock')).body.now;
  const subscribe = async (topic: string, address: string): Promise<void> => {
    const { body } = await city.ask<{ endpoint: string; region: string; credentials: never }>(
      'GET',
      '/_local/endpoint',
    );
    const sns = new SNSClient(body);
    const { Topics = [] } = await sns.send(new ListTopicsCommand({}));
    const arn = Topics.find(({ TopicArn }) => TopicArn?.includes(topic))?.TopicArn;
    await sns.send(new SubscribeCommand({ TopicArn: arn, Protocol: 'email', Endpoint: address }));
    sns.destroy();
  };

  test('is what a lead reads each working morning, once, and nobody on a day off', async () => {
    // A Monday; the case is due on the Tuesday after the next one.
    await city.to('2027-02-01T01:00:00.000Z');
    const { receipt } = await city.assigned(sevenDays);
    const { lead } = (await city.history(receipt.number)).complaint.assignment ?? {};
    const from = await now();
    await city.to('2027-02-15T00:00:00.000Z');
    const read = (await since(from)).filter(
      ({ to, text }) => to === `${lead}@example.com` && text.includes('부서 민원'),
    );
    const days = read.map(({ at }) => at.slice(0, 16));
    expect(new Set(days).size).toBe(days.length);
    // Seollal is 6 to 8 February 2027, with a substitute day; the week-ends are free.
    for (const day of days) expect(day).toMatch(/T00:00$/);
    expect(days.map((day) => day.slice(8, 10))).toEqual(['02', '03', '04', '05', '10', '11', '12', '15']);
    expect(read[0]?.text).toMatch(/^\[대답\] 02\/02 부서 민원: 처리 중 \d+건, 오늘 기한 \d+건, 기한 경과 \d+건$/);
  });

  test('is what waits for the operators, on their topic', async () => {
    await subscribe('OperatorTopic', 'operators@example.com');
    await city.fault(numberGone);
    await city.assigned();
    const from = await now();
    await city.to('2027-02-16T01:00:00.000Z');
    const read = (await since(from)).filter(({ to }) => to === 'operators@example.com');
    expect(read.map(({ text }) => text)).toEqual([
      expect.stringMatching(/02\/16 운영자 확인: 미전달 통지 [1-9]\d*건, 사람이 필요한 민원 \d+건/),
    ]);
  });

  test('is the call of the duty lead, when a case of the day is unanswered at midnight', async () => {
    await subscribe('DutyLeadTopic', 'duty@example.com');
    const { receipt } = await city.assigned();
    const from = await now();
    await city.to('2027-02-16T23:00:00.000Z');
    const called = (await since(from)).filter(({ to }) => to === 'duty@example.com');
    expect(called.filter(({ text }) => text.includes(receipt.number))).toHaveLength(1);
    expect(called.find(({ text }) => text.includes(receipt.number))).toMatchObject({
      at: expect.stringMatching(/^2027-02-16T15:00:10/),
      text: expect.stringContaining('당직'),
    });
  });
});

describe('at night', () => {
  test('a date that a decree moved is told at 08:00, and what the law has told at once', async () => {
    await city.to('2027-03-08T13:00:00.000Z');
    const { receipt } = await city.assigned({ ...sevenDays });
    expect(await told(receipt.number)).toEqual(['reception accepted', 'assignment accepted']);
    await city.decree('PUT', '2027-03-12');
    expect((await told(receipt.number)).at(-1)).toBe('due-date-moved planned');
    await city.to('2027-03-08T22:59:59.000Z');
    expect((await city.outbox(receipt.number)).some(({ text }) => text.includes('공휴일 변경'))).toBe(false);
    await city.to('2027-03-08T23:00:00.000Z');
    expect((await city.outbox(receipt.number)).at(-1)).toMatchObject({
      at: '2027-03-08T23:00:00.000Z',
      text: expect.stringContaining('공휴일 변경'),
    });
    expect(await told(receipt.number)).toEqual([
      'reception accepted',
      'assignment accepted',
      'due-date-moved accepted',
    ]);
  });
});
