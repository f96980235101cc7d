import { failedItems } from './batch-answer.ts';
import { members } from './function-definition.ts';
import type { MappingDefinition } from './mapping-definition.ts';
import type { Outcome } from './outcome.ts';

/** A message as it stands in `event.Records` of Lambda's SQS events. */
export type QueueRecord = Readonly<Record<string, unknown>> & { readonly messageId: string };

/** What SQS offers to those who consume a queue; it hides, returns and redrives messages by what `deliver` answers. */
export type QueueSource = {
  subscribe(
    queueArn: string,
    consumer: {
      readonly batchSize: number;
      readonly maximumBatchingWindowSeconds?: number;
      readonly maxConcurrency: number;
      /** Gives the messageIds that were not handled; throws when none was. */
      readonly deliver: (records: QueueRecord[]) => Promise<{ failures: string[] }>;
    },
  ): { stop(): void };
};

/** AWS begins with five batches at a time and grows; here it stays there unless the mapping says otherwise. */
const BATCHES_AT_ONCE = 5;

/**
 * Brings the messages of a queue to a function.
 *
 * @param invoke gives `undefined` when the function could not be invoked
 * @source Lambda, "Using Lambda with Amazon SQS"
 */
export function mapQueue(
  definition: MappingDefinition,
  queues: QueueSource,
  invoke: (payload: string) => Promise<Outcome | undefined>,
): { stop(): void } {
  return queues.subscribe(definition.sourceArn, {
    batchSize: definition.batchSize,
    maximumBatchingWindowSeconds: definition.batchWindowSeconds,
    maxConcurrency: definition.maximumConcurrency ?? BATCHES_AT_ONCE,
    deliver: async (records) => {
      // Messages that no filter wants count as handled: SQS deletes them.
      const wanted = records.filter((record) => definition.wants(filterView(record)));
      if (wanted.length === 0) return { failures: [] };
      const outcome = await invoke(JSON.stringify({ Records: wanted }));
      const identifiers = wanted.map((record) => record.messageId);
      if (outcome === undefined || outcome.functionError !== undefined) return { failures: identifiers };
      if (!definition.reportsItemFailures) return { failures: [] };
      const failed = failedItems(outcome.payload, new Set(identifiers));
      return { failures: failed === 'all' ? identifiers : [...failed] };
    },
  });
}

/** Filters see a body that is JSON as what it holds. */
function filterView(record: QueueRecord): Readonly<Record<string, unknown>> {
  const { body } = record;
  if (typeof body !== 'string' || !/^\s*[{[]/.test(body)) return record;
  try {
    return { ...record, body: members(JSON.parse(body)) };
  } catch (error) {
    if (error instanceof SyntaxError) return record;
    throw error;
  }
}
