import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { day, hour, minute, type Town, town } from '../town.ts';

const arnOf = (service: string, rest: string) => `arn:aws:${service}:ap-northeast-2:000000000000:${rest}`;
const rule = (EventPattern: unknown, target: Record<string, unknown>) => ({
  Type: 'AWS::Events::Rule',
  Properties: { EventPattern, Targets: [{ Id: 'T', Arn: { 'Fn::GetAtt': ['Inbox', 'Arn'] }, ...target }] },
});
const resources = {
  Inbox: { Type: 'AWS::SQS::Queue' },
  Dead: { Type: 'AWS::SQS::Queue' },
  Whole: rule({ source: ['city'], detail: { size: [{ numeric: ['>', 2] }], name: [{ prefix: 'a' }] } }, {}),
  Constant: rule({ 'detail-type': ['Constant'] }, { Input: '{"always":1}' }),
  Part: rule({ 'detail-type': ['Part'] }, { InputPath: '$.detail.inner' }),
  Filled: rule(
    { 'detail-type': ['Filled'] },
    {
      InputTransformer: {
        InputPathsMap: { name: '$.detail.name', list: '$.detail.list', gone: '$.detail.gone' },
        InputTemplate: '{"said": "<name> in <aws.events.rule-name>", "list": <list>, "name": <name>, "gone": "<gone>"}',
      },
    },
  ),
  Nobody: rule(
    { 'detail-type': ['Nobody'] },
    { Arn: arnOf('lambda', 'function:nobody'), DeadLetterConfig: { Arn: { 'Fn::GetAtt': ['Dead', 'Arn'] } } },
  ),
};
const hourly = {
  Hourly: {
    Type: 'AWS::Events::Rule',
    Properties: {
      ScheduleExpression: 'rate(1 hour)',
      State: 'ENABLED',
      Targets: [{ Id: 'T', Arn: arnOf('lambda', 'function:tick') }],
    },
  },
};
let place: Town;

beforeEach(async () => {
  place = await town(resources);
});
afterEach(() => place.close());

const put = (entry: Record<string, unknown>) =>
  place.aws('events', 'PutEvents', { Entries: [{ Source: 'city', DetailType: 'Any', Detail: '{}', ...entry }] });
const inQueue = async (
  name = 'Inbox',
): Promise<{ Body: string; MessageAttributes?: Record<string, { StringValue: string }> }[]> => {
  await place.pass(0);
  const input = { QueueUrl: arnOf('sqs', `Town-${name}`), MaxNumberOfMessages: 10, MessageAttributeNames: ['All'] };
  const { Messages = [] } = await place.aws('sqs', 'ReceiveMessage', input);
  return Messages as { Body: string }[];
};
const inbox = async (): Promise<unknown[]> => (await inQueue()).map((message) => JSON.parse(message.Body));

describe('events', () => {
  test('reach the targets of the rules they match, whole', async () => {
    await put({ Detail: JSON.stringify({ size: 3, name: 'abc' }), Resources: ['r'] });
    await put({ Detail: JSON.stringify({ size: 2, name: 'abc' }) });
    await put({ Detail: JSON.stringify({ size: 3, name: 'bcd' }) });
    expect(await inbox()).toEqual([
      {
        version: '0',
        id: expect.any(String),
        source: 'city',
        account: '000000000000',
        time: '2026-11-23T00:00:00Z',
        region: 'ap-northeast-2',
        resources: ['r'],
        'detail-type': 'Any',
        detail: { size: 3, name: 'abc' },
      },
    ]);
  });

  test('reach a target as a constant, as a part, or filled into a text', async () => {
    await put({ DetailType: 'Constant' });
    await put({ DetailType: 'Part', Detail: '{"inner":{"x":[1]}}' });
    await put({ DetailType: 'Filled', Detail: JSON.stringify({ name: 'say "hi"', list: [1, 'a'] }) });
    expect(await inbox()).toEqual([
      { always: 1 },
      { x: [1] },
      { said: 'say "hi" in Town-Filled', list: [1, 'a'], name: 'say "hi"', gone: '' },
    ]);
  });

  test('that cannot be delivered go to the dead-letter queue and say why', async () => {
    await put({ DetailType: 'Nobody', Detail: '{"n":1}' });
    const [message] = await inQueue('Dead');
    expect(JSON.parse(message?.Body ?? '')).toMatchObject({ detail: { n: 1 } });
    expect(message?.MessageAttributes?.ERROR_CODE?.StringValue).toBe('ResourceNotFoundException');
    expect(message?.MessageAttributes?.RULE_ARN?.StringValue).toBe(arnOf('events', 'rule/Town-Nobody'));
  });

  test('are tried again in virtual time, over a restart, until they arrive', async () => {
    await place.control('faults', {
      service: 'sqs',
      operation: 'SendMessage',
      kind: 'throttle',
      resource: 'Town-Inbox',
    });
    await put({ DetailType: 'Constant' });
    await place.pass(10 * minute);
    await place.close.keepingHome();
    place = await town(resources, { home: place.home });
    await place.pass(hour);
    expect(await inbox()).toEqual([{ always: 1 }]);
  });

  test('of AWS’s own sources are not for everyone; each entry stands for itself', async () => {
    const answer = await place.aws('events', 'PutEvents', {
      Entries: [
        { Source: 'aws.states', DetailType: 'x', Detail: '{}' },
        { Source: 'city', DetailType: 'x', Detail: 'no json' },
        { Source: 'city', DetailType: 'x' },
        { Source: 'city', DetailType: 'Constant', Detail: '{}' },
      ],
    });
    expect(answer.FailedEntryCount).toBe(3);
    expect((answer.Entries as { ErrorCode?: string }[]).map((entry) => entry.ErrorCode)).toEqual([
      'NotAuthorizedForSourceException',
      'MalformedDetail',
      'InvalidArgument',
      undefined,
    ]);
    expect(await inbox()).toHaveLength(1);
  });
});

describe('rules', () => {
  test('with a schedule wake their targets every so often', async () => {
    await place.close();
    place = await town(hourly);
    const times: unknown[] = [];
    place.functions.define('tick', (event) => times.push((event as { time: string }).time));
    await place.pass(3 * hour);
    expect(times).toEqual(['2026-11-23T01:00:00Z', '2026-11-23T02:00:00Z', '2026-11-23T03:00:00Z']);
  });

  test('made by calls work, can be switched off and stand after a restart', async () => {
    await place.aws('events', 'PutRule', { Name: 'mine', EventPattern: '{"source":["shop"]}' });
    await place.aws('events', 'PutTargets', {
      Rule: 'mine',
      Targets: [{ Id: 'a', Arn: arnOf('sqs', 'Town-Inbox'), Input: '"sold"' }],
    });
    await place.close.keepingHome();
    place = await town(resources, { home: place.home });
    await put({ Source: 'shop' });
    expect(await inbox()).toEqual(['sold']);
    await place.aws('events', 'DisableRule', { Name: 'mine' });
    await put({ Source: 'shop' });
    await place.pass(day);
    expect(await inbox()).toHaveLength(1);
    await expect(place.aws('events', 'DescribeRule', { Name: 'nobody' })).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });

  test.each([
    [{ detail: { x: [{ near: 1 }] } }, "unknown comparison 'near'"],
    [{ detail: { x: 'y' } }, 'x must be an object or a list'],
    [{ $or: [{ a: [{ numeric: ['~', 1] }] }] }, "unknown comparison 'numeric ~'"],
  ])('whose pattern %j no event could match are refused', async (pattern, message) => {
    const EventPattern = JSON.stringify(pattern);
    await expect(place.aws('events', 'PutRule', { Name: 'bad', EventPattern })).rejects.toMatchObject({
      name: 'InvalidEventPatternException',
      message: expect.stringContaining(message),
    });
    await expect(town({ Inbox: resources.Inbox, Bad: rule(pattern, {}) })).rejects.toThrow(message);
  });

  test('whose target is of a kind that is not here are refused when they are declared', async () => {
    const bad = rule({ source: ['x'] }, { Arn: 'arn:aws:kinesis:ap-northeast-2:000000000000:stream/x' });
    await expect(town({ Inbox: resources.Inbox, Bad: bad })).rejects.toThrow('not a target of the local cloud');
  });
});
