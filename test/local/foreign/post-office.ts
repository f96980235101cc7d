import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';

/** The functions of a little post office: what a stranger's template might bring. */
const settings = process.env;

type Request = { body: string; requestContext: { timeEpoch: number }; pathParameters: { number: string } };

/** `POST /letters/{number}`: keeps the letter. */
export async function receive(event: Request) {
  const item = {
    number: { S: event.pathParameters.number },
    text: { S: event.body },
    at: { N: String(event.requestContext.timeEpoch) },
  };
  await new DynamoDBClient({}).send(new PutItemCommand({ TableName: settings.TABLE, Item: item }));
  return { statusCode: 201, body: JSON.stringify({ kept: event.pathParameters.number }) };
}

/** Woken by the table's stream: puts the letter's number into the queue. */
export async function sort(event: { Records: { dynamodb: { Keys: { number: { S: string } } } }[] }) {
  for (const record of event.Records) {
    const MessageBody = record.dynamodb.Keys.number.S;
    await new SQSClient({}).send(new SendMessageCommand({ QueueUrl: settings.QUEUE, MessageBody }));
  }
}

/** Woken by the queue: begins the letter's journey. */
export async function send(event: { Records: { body: string }[] }) {
  for (const { body } of event.Records) {
    const input = JSON.stringify({ number: body });
    await new SFNClient({}).send(
      new StartExecutionCommand({ stateMachineArn: settings.MACHINE, name: `letter-${body}`, input }),
    );
  }
}

/** A step of the journey. */
export function stamp(event: { number: string }) {
  return { text: `letter ${event.number} is stamped` };
}
