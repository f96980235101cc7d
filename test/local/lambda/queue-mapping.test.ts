import { beforeEach, describe, expect, test } from 'vitest';
import { type MappingDefinition, mappingDefinition } from '#local/lambda/mapping-definition.ts';
import type { Outcome } from '#local/lambda/outcome.ts';
import { mapQueue, type QueueRecord } from '#local/lambda/queue-mapping.ts';
import { resource } from '#test/local/wire/aws-place.ts';

let invoked: unknown[];
let outcome: Outcome | undefined;

beforeEach(() => {
  [invoked, outcome] = [[], { payload: 'null' }];
});

const definition = (properties: Record<string, unknown> = {}): MappingDefinition =>
  mappingDefinition(
    resource('AWS::Lambda::EventSourceMapping', 'M', {
      FunctionName: 'reader',
      EventSourceArn: 'arn:aws:sqs:ap-northeast-2:000000000000:letters',
      ...properties,
    }),
  );

/** Hands the bodies to the mapping as SQS would; gives the messages to come again. */
async function deliver(mapping: MappingDefinition, ...bodies: string[]): Promise<string[]> {
  const records: QueueRecord[] = bodies.map((body, at) => ({ messageId: `m${at}`, body }));
  let failures: string[] = [];
  let delivery: Promise<void> | undefined;
  mapQueue(
    mapping,
    {
      subscribe: (_queueArn, consumer) => {
        delivery = consumer.deliver(records).then((answer) => {
          failures = answer.failures;
        });
        return { stop: () => {} };
      },
    },
    async (payload) => {
      invoked.push(JSON.parse(payload).Records.map((record: QueueRecord) => record.body));
      return outcome;
    },
  );
  await delivery;
  return failures;
}

describe('a mapping from a queue', () => {
  test('takes ten messages at a time, five batches at once, unless it says otherwise', () => {
    const settings = (mapping: MappingDefinition) => [mapping.batchSize, mapping.maximumConcurrency];
    expect(settings(definition())).toEqual([10, undefined]);
    expect(settings(definition({ BatchSize: 1, ScalingConfig: { MaximumConcurrency: 2 } }))).toEqual([1, 2]);
  });

  test('hands on messages and returns none when the function succeeds', async () => {
    expect(await deliver(definition(), 'a', 'b')).toEqual([]);
    expect(invoked).toEqual([['a', 'b']]);
  });

  test('drops messages that its filters do not want, reading a JSON body', async () => {
    const FilterCriteria = { Filters: [{ Pattern: JSON.stringify({ body: { kind: ['noise'] } }) }] };
    expect(await deliver(definition({ FilterCriteria }), '{"kind":"noise"}', '{"kind":"fire"}', 'plain')).toEqual([]);
    expect(invoked).toEqual([['{"kind":"noise"}']]);
  });
});

describe('messages come again', () => {
  test('all of them when the function fails or cannot be invoked', async () => {
    outcome = { payload: '{}', functionError: 'Unhandled' };
    expect(await deliver(definition(), 'a', 'b')).toEqual(['m0', 'm1']);
    outcome = undefined;
    expect(await deliver(definition(), 'a')).toEqual(['m0']);
  });

  test.each([
    ['those reported', '{"batchItemFailures":[{"itemIdentifier":"m1"}]}', ['m1']],
    ['none when none is reported', '{"batchItemFailures":[]}', []],
    ['none for another answer', '"thanks"', []],
    ['all when one is reported that was not there', '{"batchItemFailures":[{"itemIdentifier":"m9"}]}', ['m0', 'm1']],
    ['all when the report cannot be read', '{"batchItemFailures":[{}]}', ['m0', 'm1']],
  ])('%s', async (_what, payload, expected) => {
    outcome = { payload };
    const mapping = definition({ FunctionResponseTypes: ['ReportBatchItemFailures'] });
    expect(await deliver(mapping, 'a', 'b')).toEqual(expected);
  });
});
