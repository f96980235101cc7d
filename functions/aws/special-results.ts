import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { GetCommand, PutCommand, paginateQuery } from '@aws-sdk/lib-dynamodb';
import type { PersonId } from '#schemas/person.ts';
import { SpecialResult, type SpecialResultId } from '#schemas/score.ts';
import { asTransient, dynamo } from './dynamo.ts';

const keyOf = (id: SpecialResultId) => ({ pk: `special#${id.slice(0, 7)}`, sk: id });

/** A special result, `undefined` when there is none of this id. */
export async function readSpecialResult(table: string, id: SpecialResultId): Promise<SpecialResult | undefined> {
  try {
    const { Item: item } = await dynamo.send(
      new GetCommand({ TableName: table, Key: keyOf(id), ConsistentRead: true }),
    );
    return item === undefined ? undefined : SpecialResult.parse(item.result);
  } catch (error) {
    throw asTransient(error, `reading special result ${id}`);
  }
}

/** The special results that were proposed in a month, confirmed or not. */
export async function listSpecialResults(table: string, month: string): Promise<SpecialResult[]> {
  const results: SpecialResult[] = [];
  const pages = paginateQuery(
    { client: dynamo },
    {
      TableName: table,
      ConsistentRead: true,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': `special#${month}` },
    },
  );
  try {
    for await (const { Items = [] } of pages) results.push(...Items.map(({ result }) => SpecialResult.parse(result)));
  } catch (error) {
    throw asTransient(error, `listing the special results of ${month}`);
  }
  return results;
}

/**
 * Keeps a proposal, if there is none of its id.
 *
 * @returns false when there is one
 */
export function keepProposal(table: string, result: SpecialResult): Promise<boolean> {
  return putIf(table, result, 'attribute_not_exists(pk)', {});
}

/**
 * Keeps what became of a proposal, if nobody has decided it and it is still whose it was.
 *
 * @returns false when somebody was faster
 */
export function keepDecision(table: string, result: SpecialResult, proposedBy: PersonId): Promise<boolean> {
  return putIf(table, result, '#result.#status = :proposed AND #result.#by = :by', {
    ExpressionAttributeNames: { '#result': 'result', '#status': 'status', '#by': 'proposedBy' },
    ExpressionAttributeValues: { ':proposed': 'proposed', ':by': proposedBy },
  });
}

async function putIf(table: string, result: SpecialResult, condition: string, values: object): Promise<boolean> {
  try {
    await dynamo.send(
      new PutCommand({
        TableName: table,
        Item: { ...keyOf(result.id), result },
        ConditionExpression: condition,
        ...values,
      }),
    );
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw asTransient(error, `keeping special result ${result.id}`);
  }
}
