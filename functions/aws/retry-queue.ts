import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { TransientFault } from '#schemas/errors.ts';

const queue = new SQSClient({});

/** The most messages that one request takes. */
const BATCH = 10;

/**
 * Puts messages into a retry queue, to be looked at again after the delay.
 *
 * @param delaySeconds 0 to 900
 * @throws TransientFault when the queue did not take them all
 */
export async function enqueue(queueUrl: string, bodies: readonly string[], delaySeconds: number): Promise<void> {
  for (let start = 0; start < bodies.length; start += BATCH) {
    const Entries = bodies
      .slice(start, start + BATCH)
      .map((body, index) => ({ Id: String(index), MessageBody: body, DelaySeconds: delaySeconds }));
    const { Failed = [] } = await queue
      .send(new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries }))
      .catch((error: unknown) => {
        throw new TransientFault('queueing for another look', error);
      });
    if (Failed.length > 0) throw new TransientFault(`queueing for another look: ${Failed[0]?.Code}`, Failed);
  }
}
