import { existsSync, readFileSync } from 'node:fs';
import { MACHINES } from './machines.ts';
import type { StubbornClient } from './stubborn-client.ts';

export const MONDAY_MS = Date.parse('2026-11-23T00:00:00Z');
/** 7_200 (2 hours): the virtual time of a lap. Its instants are fixed, so that a step made again moves nothing. */
const LAP_SECONDS = 7_200;
const PLACE = 'ap-northeast-2:000000000000';
const ROLE = 'arn:aws:iam::000000000000:role/any';

/** An invocation as the function wrote it down. */
export type Noted = { readonly execution?: string; readonly state?: string; readonly token?: string };

export const executionArn = (machine: string, name: string): string =>
  `arn:aws:states:${PLACE}:execution:${machine}:${name}`;

/** All invocations so far. A line that death cut off was no invocation. */
export function notedCalls(home: string): Noted[] {
  if (!existsSync(`${home}/calls`)) return [];
  const lines = readFileSync(`${home}/calls`, 'utf8').split('\n');
  return lines.flatMap((line): Noted[] => {
    try {
      const event: { payload?: Noted } & Noted = JSON.parse(line);
      return [event];
    } catch {
      return [];
    }
  });
}

/**
 * One lap: so many executions of everything, and something that commits at each of the other points.
 *
 * @returns names of the executions of everything
 */
export async function lap(client: StubbornClient, home: string, index: number, executions: number): Promise<string[]> {
  const startMs = MONDAY_MS + index * LAP_SECONDS * 1000;
  const clockTo = (seconds: number): Promise<unknown> =>
    client.control('clock', { to: new Date(startMs + seconds * 1000).toISOString() });
  await clockTo(0);
  for (const [name, definition] of Object.entries(MACHINES)) await keepMachine(client, name, definition);
  const names = Array.from({ length: executions }, (_, at) => `lap-${index}-${at}`);
  await Promise.all(names.map((name) => begin(client, 'everything', name)));
  await states(client, index);
  await mail(client, home, index, clockTo);
  await client.control('clock', { advance: 'PT0S' });
  for (const name of names) await answerAsked(client, home, name);
  await clockTo(LAP_SECONDS - 1);
  return names;
}

async function keepMachine(client: StubbornClient, name: string, definition: object): Promise<void> {
  const text = JSON.stringify(definition);
  const { stateMachineArn } = await client.aws('states', 'CreateStateMachine', {
    name,
    definition: text,
    roleArn: ROLE,
  });
  await client.aws('states', 'UpdateStateMachine', { stateMachineArn, definition: text });
}

async function begin(client: StubbornClient, machine: string, name: string, input = '{}'): Promise<void> {
  const stateMachineArn = `arn:aws:states:${PLACE}:stateMachine:${machine}`;
  await client.aws('states', 'StartExecution', { stateMachineArn, name, input });
}

async function states(client: StubbornClient, index: number): Promise<void> {
  await keepMachine(client, `passing-${index}`, MACHINES.child ?? {});
  await client.aws('states', 'DeleteStateMachine', {
    stateMachineArn: `arn:aws:states:${PLACE}:stateMachine:passing-${index}`,
  });
  await begin(client, 'long', `long-${index}`);
  await client.aws('states', 'StopExecution', { executionArn: executionArn('long', `long-${index}`) });
  await begin(client, 'loop', `loop-${index}`, '0');
  await begin(client, 'failing', `failing-${index}`);
  await client.control('clock', { advance: 'PT0S' });
  await client.aws('states', 'RedriveExecution', { executionArn: executionArn('failing', `failing-${index}`) });
}

/** The token of the attempt that counts is the last: an attempt whose answer was dropped was made anew. */
async function answerAsked(client: StubbornClient, home: string, name: string): Promise<void> {
  for (;;) {
    const asked = notedCalls(home).filter(({ execution, state }) => execution === name && state === 'Ask');
    const taskToken = asked.at(-1)?.token;
    if (taskToken !== undefined && (await isTaken(client, taskToken))) return;
    const { status } = await client.aws('states', 'DescribeExecution', {
      executionArn: executionArn('everything', name),
    });
    if (status !== 'RUNNING') return;
    await client.control('clock', { advance: 'PT5S' });
  }
}

async function isTaken(client: StubbornClient, taskToken: string): Promise<boolean> {
  try {
    await client.aws('states', 'SendTaskHeartbeat', { taskToken });
    await client.aws('states', 'SendTaskSuccess', { taskToken, output: '{"heard":true}' });
    return true;
  } catch (error) {
    if (error instanceof Error && error.message.includes('TaskTimedOut')) return false;
    throw error;
  }
}

/** Queues, topics, rules, schedules, objects, people: whatever else is committed. */
async function mail(
  client: StubbornClient,
  home: string,
  index: number,
  clockTo: (seconds: number) => Promise<unknown>,
): Promise<void> {
  const queueUrl = (name: string): string => `http://sqs.local/000000000000/${name}`;
  const heard = `arn:aws:sqs:${PLACE}:heard`;
  await client.aws('sqs', 'CreateQueue', { QueueName: `passing-${index}` });
  await client.aws('sqs', 'DeleteQueue', { QueueUrl: queueUrl(`passing-${index}`) });
  await client.aws('sqs', 'SendMessage', { QueueUrl: queueUrl('tried'), MessageBody: `lap ${index}` });
  await client.aws('sqs', 'ReceiveMessage', { QueueUrl: queueUrl('tried') });
  await client.aws('dynamodb', 'PutItem', { TableName: 'items', Item: { id: { S: `lap-${index}` } } });
  await client.request('lambda', '/2015-03-31/functions/echo/invocations', {
    method: 'POST',
    headers: { 'x-amz-invocation-type': 'Event' },
    body: '{}',
  });
  await client.control('faults', { service: 'sqs', operation: 'SendMessage', kind: 'throttle', count: 3 });
  await topic(client, index, heard);
  await rules(client, index, heard);
  await schedule(client, index, heard, clockTo);
  await clockTo(3602);
  await client.aws('sqs', 'ReceiveMessage', { QueueUrl: queueUrl('tried') });
  const { Messages } = await client.aws('sqs', 'ReceiveMessage', { QueueUrl: queueUrl('heard') });
  for (const message of Array.isArray(Messages) ? Messages : []) {
    await client.aws('sqs', 'DeleteMessage', {
      QueueUrl: queueUrl('heard'),
      ReceiptHandle: String(message.ReceiptHandle),
    });
  }
  await client.request('ses', '/v2/email/outbound-emails', {
    method: 'POST',
    body: JSON.stringify({
      FromEmailAddress: 'a@city.example',
      Destination: { ToAddresses: ['b@city.example'] },
      Content: { Simple: { Subject: { Data: 's' }, Body: { Text: { Data: `lap ${index}` } } } },
    }),
  });
  for (const [method, path] of [
    ['PUT', ''],
    ['PUT', '/object'],
    ['DELETE', '/object?tagging='],
    ['DELETE', '/object'],
    ['DELETE', ''],
  ])
    await client.request('s3', `/bucket-${index}${path}`, { method: method ?? 'GET' });
  const UserPoolId = readFileSync(`${home}/pool`, 'utf8').split('\n')[0];
  const Username = `person-${index}`;
  await client.aws('cognito-idp', 'AdminCreateUser', { UserPoolId, Username });
  await client.aws('cognito-idp', 'AdminDeleteUser', { UserPoolId, Username });
}

async function topic(client: StubbornClient, index: number, queueArn: string): Promise<void> {
  const sns = (Action: string, more: Record<string, string>): Promise<unknown> =>
    client.request('sns', '/', {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ Action, Version: '2010-03-31', ...more }).toString(),
    });
  const TopicArn = `arn:aws:sns:${PLACE}:topic-${index}`;
  await sns('CreateTopic', { Name: `topic-${index}` });
  await sns('Subscribe', { TopicArn, Protocol: 'sqs', Endpoint: queueArn });
  await sns('Publish', { TopicArn, Message: `lap ${index}` });
  await sns('DeleteTopic', { TopicArn });
}

async function rules(client: StubbornClient, index: number, queueArn: string): Promise<void> {
  const Name = `rule-${index}`;
  await client.aws('events', 'CreateEventBus', { Name: `bus-${index}` });
  await client.aws('events', 'PutRule', { Name, EventPattern: JSON.stringify({ source: [`lap-${index}`] }) });
  await client.aws('events', 'PutTargets', { Rule: Name, Targets: [{ Id: 'heard', Arn: queueArn }] });
  await client.aws('events', 'PutRule', { Name: `hourly-${index}`, ScheduleExpression: 'rate(1 hour)' });
  const Entries = [{ Source: `lap-${index}`, DetailType: 'lap', Detail: '{}' }];
  await client.control('faults', { service: 'sqs', operation: 'SendMessage', kind: 'throttle', count: 3 });
  await client.aws('events', 'PutEvents', { Entries });
  await client.aws('events', 'RemoveTargets', { Rule: Name, Ids: ['heard'] });
  await client.aws('events', 'DeleteRule', { Name });
  await client.aws('events', 'DeleteRule', { Name: `hourly-${index}` });
}

async function schedule(
  client: StubbornClient,
  index: number,
  queueArn: string,
  clockTo: (seconds: number) => Promise<unknown>,
): Promise<void> {
  const path = `/schedules/schedule-${index}`;
  const Target = { Arn: queueArn, RoleArn: ROLE, Input: `"lap ${index}"` };
  const body = JSON.stringify({
    ScheduleExpression: 'rate(1 hour)',
    FlexibleTimeWindow: { Mode: 'OFF' },
    Target,
    ClientToken: `t-${index}`,
  });
  await client.request('scheduler', path, { method: 'POST', body });
  // By then what the faults before put off is delivered, so that these are for the schedule.
  await clockTo(3599);
  await client.control('faults', { service: 'sqs', operation: 'SendMessage', kind: 'throttle', count: 1 });
  await clockTo(3600);
  await client.request('scheduler', path, { method: 'DELETE' });
}
