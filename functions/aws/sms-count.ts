import { createHash } from 'node:crypto';
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { asTransient, dynamo } from './dynamo.ts';

/** What is counted: the parts of SMS sent on a day, to one number or to all of them. */
export type SmsCount = {
  readonly on: string;
  /** Left out: all numbers together. */
  readonly phone?: string;
  readonly parts: number;
  /** How many parts a day may have. */
  readonly most: number;
  /** Epoch seconds from which the table may forget the day. */
  readonly expiresAt: number;
};

/** Names a number without saying it: no key of a table carries a phone number. */
const hashed = (phone: string): string => createHash('sha256').update(phone).digest('hex').slice(0, 32);

/**
 * Counts an SMS before it is sent, if the day has room for it.
 *
 * @returns false when it has not: nothing was counted
 * @throws TransientFault when DynamoDB was busy
 */
export async function countSms(table: string, { on, phone, parts, most, expiresAt }: SmsCount): Promise<boolean> {
  try {
    await dynamo.send(
      new UpdateCommand({
        TableName: table,
        Key: { pk: `sms#${on}`, sk: phone === undefined ? 'all' : `number#${hashed(phone)}` },
        ConditionExpression: 'attribute_not_exists(pk) OR parts <= :room',
        UpdateExpression: 'ADD parts :parts SET expiresAt = :expiresAt',
        ExpressionAttributeValues: { ':parts': parts, ':room': most - parts, ':expiresAt': expiresAt },
      }),
    );
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw asTransient(error, `counting the SMS of ${on}`);
  }
}
