import { ChangeMessageVisibilityCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { TransientFault } from '#schemas/errors.ts';

const queue = new SQSClient({});

/**
 * Lets a message rest that could not be delivered; what stands behind it in its group rests with it.
 *
 * @throws TransientFault when SQS could not be asked: then it rests as long as the queue says
 */
export async function letRest(queueUrl: string, receiptHandle: string, seconds: number): Promise<void> {
  try {
    await queue.send(
      new ChangeMessageVisibilityCommand({
        QueueUrl: queueUrl,
        ReceiptHandle: receiptHandle,
        VisibilityTimeout: seconds,
      }),
    );
  } catch (error) {
    throw new TransientFault('letting a message rest', error);
  }
}

/** A message that no app takes: which app's, and under which complaint and id it was published. */
export type DeadMessage = {
  readonly app: string;
  readonly complaintNumber: string;
  readonly id: string;
  readonly body: string;
};

/**
 * Puts a message to the dead letters, of its complaint's group as before.
 *
 * @throws TransientFault when SQS did not take it
 */
export async function giveUp(deadLettersUrl: string, { app, complaintNumber, id, body }: DeadMessage): Promise<void> {
  try {
    await queue.send(
      new SendMessageCommand({
        QueueUrl: deadLettersUrl,
        MessageBody: body,
        MessageGroupId: complaintNumber,
        MessageDeduplicationId: id,
        MessageAttributes: { app: { DataType: 'String', StringValue: app } },
      }),
    );
  } catch (error) {
    throw new TransientFault('giving up a message', error);
  }
}
