import { Duration } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import {
  EventSourceMapping,
  FilterCriteria,
  FilterRule,
  type Function as LambdaFunction,
  StartingPosition,
} from 'aws-cdk-lib/aws-lambda';
import { SqsDlq } from 'aws-cdk-lib/aws-lambda-event-sources';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';

type StreamMapping = {
  readonly table: Table;
  readonly target: LambdaFunction;
  /** A record that matches one of them is brought. */
  readonly filters: readonly Record<string, unknown>[];
  readonly deadLetters: IQueue;
};

const insert = FilterRule.isEqual('INSERT');
const keyed = (sk: unknown) => ({ Keys: { sk: { S: sk } } });

/**
 * What can make an execution start or wake: a new complaint's desk, a further execution asked for, something said, a token.
 *
 * What the execution itself writes on the desk is none of it: a look after each step would find nothing to do. An audit entry
 * whose key ends so may be a step that the complaint's channel app is told of. Five filters are what a mapping may have.
 */
export const relayFilters = [
  { eventName: insert, dynamodb: keyed(['desk']) },
  { eventName: insert, dynamodb: keyed(FilterRule.beginsWith('execution#')) },
  { eventName: insert, dynamodb: keyed(FilterRule.beginsWith('signal#')) },
  { dynamodb: keyed(['wait']) },
  { eventName: insert, dynamodb: keyed([{ suffix: '#app' }]) },
];

/** What can make an execution of a message to many start or wake: an entry of its story, a token. */
export const emergencyFilters = [
  { eventName: insert, dynamodb: keyed(FilterRule.beginsWith('event#')) },
  { dynamodb: keyed(['wait']) },
];

/** What can make an execution of an import start: the import itself, when it changes; not what its parts came to. */
export const importFilters = [{ dynamodb: keyed(['import']) }];

/** New notices, and those a person has sent anew; what is later written on one (sent, failed) is no new notice. */
export const noticeFilters = [
  { eventName: insert, dynamodb: keyed(FilterRule.beginsWith('notice#')) },
  { eventName: insert, dynamodb: keyed(FilterRule.beginsWith('resend#')) },
];

/** Files that come with a case, and petitioners who leave the complaint table because they are protected from now on. */
export const fileFilters = [
  { eventName: insert, dynamodb: keyed(FilterRule.beginsWith('attachment#')) },
  { eventName: FilterRule.isEqual('REMOVE'), dynamodb: keyed(['petitioner']) },
];

/** Transfers outside that begin to wait; the machine of an institution may have to be asked. */
export const institutionFilters = [{ eventName: insert, dynamodb: keyed(['outside']) }];

/**
 * Brings the matching records of the table's stream to the function, from the oldest on, each complaint's in order.
 *
 * One record's trouble never holds the others: the function names the ones that failed, a batch that fails whole is
 * halved, and after ten tries the batch is a dead letter.
 */
export function streamMapping(
  scope: Construct,
  id: string,
  { table, target, filters, deadLetters }: StreamMapping,
): void {
  if (table.tableStreamArn === undefined) throw new Error('the table has no stream');
  new EventSourceMapping(scope, id, {
    target,
    eventSourceArn: table.tableStreamArn,
    startingPosition: StartingPosition.TRIM_HORIZON,
    filters: filters.map((filter) => FilterCriteria.filter(filter)),
    batchSize: 100,
    maxBatchingWindow: Duration.seconds(0),
    // Complaints side by side; one complaint's records stay in order, because they share the partition key.
    parallelizationFactor: 4,
    reportBatchItemFailures: true,
    bisectBatchOnError: true,
    retryAttempts: 10,
    onFailure: new SqsDlq(deadLetters),
  });
}

/** Brings the messages of a retry queue to the function that put them there. */
export function queueMapping(
  scope: Construct,
  id: string,
  { queue, target, batchSize = 10 }: { queue: IQueue; target: LambdaFunction; batchSize?: number },
): void {
  new EventSourceMapping(scope, id, {
    target,
    eventSourceArn: queue.queueArn,
    batchSize,
    reportBatchItemFailures: true,
  });
}
