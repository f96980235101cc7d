import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Notice, Recipient } from '#schemas/notice.ts';
import { complaintKey, digestKey, sortKey } from './complaint-items.ts';
import { asTransient, dynamo } from './dynamo.ts';

/** Under which work the index of work lists a notice, and since when; nothing for one that nobody has to look for. */
export function workOf({ status, to, missedAt, heldUntil, undeliveredAt }: Omit<Notice, 'order'>): Work | undefined {
  const isOnItsWay = status === 'planned' || status === 'sending';
  if (undeliveredAt !== undefined) return { work: 'undelivered', since: undeliveredAt };
  if (missedAt !== undefined) return isOnItsWay ? { work: digestKey(to), since: missedAt } : undefined;
  return status === 'planned' && heldUntil !== undefined ? { work: 'held', since: heldUntil } : undefined;
}

type Work = { readonly work: string; readonly since: string };

/** How a notice is written over the one that was read: only in that state and attempt, and listed as it stands then. */
export function noticeMove(table: string, number: string, before: Notice, after: Notice) {
  const [listed, lists] = [workOf(before), workOf(after)];
  const isSame = listed?.work === lists?.work && listed?.since === lists?.since;
  const change = lists === undefined ? ' REMOVE #work, #since' : ', #work = :work, #since = :since';
  return {
    TableName: table,
    Key: { pk: complaintKey(number), sk: sortKey.notice(before.order) },
    ConditionExpression: 'notice.#status = :status AND notice.attempt = :attempt',
    UpdateExpression: `SET notice = :notice${isSame ? '' : change}`,
    ExpressionAttributeNames: { '#status': 'status', ...(isSame ? {} : { '#work': 'work', '#since': 'since' }) },
    ExpressionAttributeValues: {
      ':status': before.status,
      ':attempt': before.attempt,
      ':notice': after,
      ...(isSame || lists === undefined ? {} : { ':work': lists.work, ':since': lists.since }),
    },
  };
}

/**
 * Moves a notice in the ledger from the state and attempt it was read in.
 *
 * @returns false when it is no longer in that state: somebody else has it
 * @throws TransientFault when DynamoDB was busy
 */
export async function moveNotice(table: string, number: string, before: Notice, after: Notice): Promise<boolean> {
  try {
    await dynamo.send(new UpdateCommand(noticeMove(table, number, before, after)));
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw asTransient(error, `recording notice ${before.step} of complaint ${number}`);
  }
}

/**
 * Opens a recipient's digest.
 *
 * @param by which notice opens it: cut off before its message was queued, the same one opens it again
 * @param at when
 * @returns false when another notice has opened it
 * @throws TransientFault when DynamoDB was busy
 */
export async function openDigest(table: string, to: Recipient, by: string, at: string): Promise<boolean> {
  try {
    await dynamo.send(
      new PutCommand({
        TableName: table,
        Item: { pk: digestKey(to), sk: 'digest', to, openedBy: by, work: 'digest', since: at },
        ConditionExpression: 'attribute_not_exists(pk) OR openedBy = :by',
        ExpressionAttributeValues: { ':by': by },
      }),
    );
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw asTransient(error, `opening ${digestKey(to)}`);
  }
}

/** Closes a recipient's digest: what is missed from here on opens the next. */
export async function closeDigest(table: string, to: Recipient): Promise<void> {
  try {
    await dynamo.send(new DeleteCommand({ TableName: table, Key: { pk: digestKey(to), sk: 'digest' } }));
  } catch (error) {
    throw asTransient(error, `closing ${digestKey(to)}`);
  }
}
