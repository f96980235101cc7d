import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { carryOn, carryToAll } from '#functions/aws/calendar-queue.ts';
import { openShards } from '#functions/aws/complaint-items.ts';
import { Carrying } from '#schemas/carrying.ts';
import { at, number, sdkError } from '#test/functions/samples.ts';

const mock = mockClient(SQSClient);
beforeEach(() => {
  mock.reset();
  mock.on(SendMessageBatchCommand).resolves({});
});

const url = 'https://sqs.example/calendar';
const sent = () => mock.commandCalls(SendMessageBatchCommand).flatMap(({ args }) => args[0].input.Entries ?? []);

describe('the calendar’s queue', () => {
  it('takes what is still to be told, each as a message of its own', async () => {
    const rest: Carrying[] = [
      { at, shard: 3, cursor: 'next' },
      { at, number },
    ];
    await carryOn(url, rest, 0);
    expect(mock.call(0).args[0].input).toEqual({
      QueueUrl: url,
      Entries: rest.map((carrying, index) => ({
        Id: String(index),
        MessageBody: JSON.stringify(carrying),
        DelaySeconds: 0,
      })),
    });
    expect(sent().map(({ MessageBody }) => Carrying.parse(JSON.parse(MessageBody ?? '')))).toEqual(rest);
  });

  it('is asked for nothing when nothing is left', async () => {
    await carryOn(url, [], 0);
    expect(mock.calls()).toHaveLength(0);
  });

  it.each([
    [undefined, 0],
    [300, 300],
  ])('takes every part of the open complaints, after a delay of %s', async (delay, seconds) => {
    await carryToAll(url, at, delay);
    const parts = sent().map(({ MessageBody }) => Carrying.parse(JSON.parse(MessageBody ?? '')));
    expect(parts).toEqual(Array.from({ length: openShards }, (_, shard) => ({ at, shard })));
    expect(sent().every(({ DelaySeconds }) => DelaySeconds === seconds)).toBe(true);
  });

  it('that cannot be reached is a transient fault', async () => {
    mock.on(SendMessageBatchCommand).rejects(sdkError('TimeoutError'));
    await expect(carryToAll(url, at)).rejects.toMatchObject({
      name: 'TransientFault',
      message: 'queueing for another look',
    });
  });
});
