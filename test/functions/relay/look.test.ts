import { SendTaskSuccessCommand, SFNClient, StartExecutionCommand, TaskTimedOut } from '@aws-sdk/client-sfn';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { dynamo } from '#functions/aws/dynamo.ts';
import { look } from '#functions/relay/look.ts';
import type { Desk } from '#schemas/desk.ts';
import { deskWith, number, pk, table } from '#test/functions/samples.ts';

const database = mockClient(dynamo);
const machine = mockClient(SFNClient);
const settings = {
  COMPLAINT_TABLE: table,
  STATE_MACHINE_ARN: 'arn:machine',
  RELAY_QUEUE_URL: 'https://queue',
  SUBSCRIPTION_TABLE: 'subscriptions',
  APP_TOPIC_ARN: 'arn:apps',
};

function stand(desk: Partial<Desk>, token?: string): void {
  const items: Record<string, object | undefined> = {
    desk: { pk, sk: 'desk', ...deskWith(desk) },
    wait: token === undefined ? undefined : { pk, sk: 'wait', token },
  };
  database.on(GetCommand).callsFake(({ Key }) => ({ Item: items[Key.sk] }));
}

const said = (): string[] => machine.calls().map((call) => call.args[0].constructor.name);

beforeEach(() => {
  database.reset();
  machine.reset();
});

describe('a look at a complaint', () => {
  it('starts the execution that was asked for and has not taken it in hand', async () => {
    stand({ execution: 2, started: 1 }, 'old');
    expect(await look(settings, number)).toEqual({ done: true });
    expect(machine.commandCalls(StartExecutionCommand)[0]?.args[0].input).toEqual({
      stateMachineArn: 'arn:machine',
      name: `${number}-2`,
      input: JSON.stringify({ number }),
    });
  });

  it('wakes the execution when something was said and not heard, and tells nothing with it', async () => {
    stand({ said: 2, heard: 1 }, 'token');
    await look(settings, number);
    expect(machine.commandCalls(SendTaskSuccessCommand)[0]?.args[0].input).toEqual({
      taskToken: 'token',
      output: '{}',
    });
  });

  it('wakes an execution that waits although its next step is owed: a step called twice heard for it', async () => {
    stand({ owed: true }, 'token');
    await look(settings, number);
    expect(said()).toEqual(['SendTaskSuccessCommand']);
  });

  it.each([
    ['all was heard', {}, 'token'],
    ['nobody has waited yet', { said: 2 }, undefined],
    ['it is halted for an operator', { said: 2, halted: true }, 'token'],
    ['it is closed', { said: 2, open: false }, 'token'],
  ])('does nothing when %s', async (_why, desk, token) => {
    stand(desk, token);
    expect(await look(settings, number)).toEqual({ done: true });
    expect(said()).toEqual([]);
  });

  it.each([
    ['all was heard', {}, ['desk']],
    ['it is halted', { said: 2, halted: true }, ['desk']],
    ['it is closed', { said: 2, open: false }, ['desk']],
    ['it is to be started', { execution: 2, started: 1 }, ['desk']],
    ['something was not heard', { said: 2 }, ['desk', 'wait']],
    ['its next step is owed', { owed: true }, ['desk', 'wait']],
  ])('reads the token only where somebody is to be woken: %s', async (_why, desk, expected) => {
    stand(desk, 'token');
    await look(settings, number);
    expect(database.commandCalls(GetCommand).map(({ args }) => args[0].input.Key?.sk)).toEqual(expected);
  });

  it('does nothing for a complaint that does not exist', async () => {
    database.on(GetCommand).resolves({});
    expect(await look(settings, number)).toEqual({ done: true });
    expect(said()).toEqual([]);
  });

  it('has to be repeated when nobody waits under the token any more', async () => {
    machine.on(SendTaskSuccessCommand).rejects(new TaskTimedOut({ message: 'x', $metadata: {} }));
    stand({ said: 2, heard: 1 }, 'token');
    expect(await look(settings, number)).toEqual({ done: false, token: 'token' });
  });
});
