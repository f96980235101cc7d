import { PublishBatchCommand, SNSClient } from '@aws-sdk/client-sns';

/** It never tries again by itself: a repeated message is a second message. */
const topics = new SNSClient({ maxAttempts: 1 });

/** One language of a message, as an app gets it. */
export type Entry = { readonly language: string; readonly subject: string; readonly text: string };

/** The most characters of a subject, which SNS takes in ASCII alone; so it is left out where there is any other. */
const isSubject = (subject: string): boolean => /^[\x20-\x7e]{1,100}$/.test(subject);

/**
 * Publishes every language of a message to the topic of the channel apps, in one request.
 *
 * @returns the names of the languages that SNS did not take
 */
export async function publishToApps(topicArn: string, messageId: string, entries: readonly Entry[]): Promise<string[]> {
  const { Failed = [] } = await topics.send(
    new PublishBatchCommand({
      TopicArn: topicArn,
      PublishBatchRequestEntries: entries.map(({ language, subject, text }) => ({
        Id: language,
        Message: text,
        ...(isSubject(subject) ? { Subject: subject } : {}),
        MessageAttributes: {
          language: { DataType: 'String', StringValue: language },
          message: { DataType: 'String', StringValue: messageId },
        },
      })),
    }),
  );
  return Failed.map(({ Id = '' }) => Id);
}
