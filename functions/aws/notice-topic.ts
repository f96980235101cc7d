import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { PATIENCE } from './patience.ts';

/**
 * SNS sends no SMS from Seoul: text messages leave through a client with a region of its own. No client tries again by
 * itself: SNS has no idempotency, and a repeated SMS is a second SMS.
 */
const clients = new Map<string, SNSClient>();

function clientOf(region: string | undefined): SNSClient {
  const known = clients.get(region ?? '');
  if (known !== undefined) return known;
  const client = new SNSClient({
    maxAttempts: 1,
    requestHandler: PATIENCE,
    ...(region === undefined ? {} : { region }),
  });
  clients.set(region ?? '', client);
  return client;
}

/**
 * Sends one SMS.
 *
 * @param phone `+821012345678`
 * @param region from which it leaves, e.g. ap-northeast-1
 * @returns the provider's message id
 */
export async function sendSms(region: string, phone: string, text: string): Promise<string> {
  const { MessageId = '' } = await clientOf(region).send(
    new PublishCommand({
      PhoneNumber: phone,
      Message: text,
      MessageAttributes: { 'AWS.SNS.SMS.SMSType': { DataType: 'String', StringValue: 'Transactional' } },
    }),
  );
  return MessageId;
}

/** Publishes one notice to a topic of the city's own people; attributes carry no personal detail because none are set. */
export async function publishNotice(topicArn: string, subject: string, text: string): Promise<string> {
  const { MessageId = '' } = await clientOf(undefined).send(
    new PublishCommand({ TopicArn: topicArn, Subject: subject, Message: text }),
  );
  return MessageId;
}
