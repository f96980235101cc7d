import type { UpdateCommandInput } from '@aws-sdk/lib-dynamodb';
import type { Finding } from '#schemas/finding.ts';
import { complaintKey, type Item, sortKey, unassignedShard } from './complaint-items.ts';

/** A complaint in the indexes: of its queue, while something is due, and of the search. */
const indexed = (number: string, { department, receivedAt, queue, line }: Finding): Item => ({
  department: department ?? unassignedShard(number),
  receivedAt,
  listed: line,
  ...queue,
});

/** How a new complaint is found, as the table keeps it: one item, however long its text. */
export const findingItem = (number: string, finding: Finding): Item => ({
  pk: complaintKey(number),
  sk: sortKey.finding,
  ...indexed(number, finding),
  ...(finding.words === undefined || finding.words === 'removed' ? {} : { words: finding.words }),
});

/**
 * How a complaint is found from now on, as a member of a transaction. It keeps the words that it has, if the finding says
 * nothing of them; where an older version kept no such item, it makes one without.
 */
export function findingMove(
  table: string,
  number: string,
  finding: Finding,
): UpdateCommandInput & { UpdateExpression: string } {
  const { words } = finding;
  const set: Item = {
    ...indexed(number, finding),
    ...(words === undefined || words === 'removed' ? {} : { words }),
  };
  const gone = ['handler', 'dueAt', 'words'].filter(
    (name) => !(name in set) && (name !== 'words' || words === 'removed'),
  );
  const assignments = Object.keys(set).map((name) => `#${name} = :${name}`);
  const removals = gone.map((name) => `#${name}`);
  return {
    TableName: table,
    Key: { pk: complaintKey(number), sk: sortKey.finding },
    UpdateExpression: [`SET ${assignments.join(', ')}`, removals.length === 0 ? '' : `REMOVE ${removals.join(', ')}`]
      .join(' ')
      .trim(),
    ExpressionAttributeNames: Object.fromEntries([...Object.keys(set), ...gone].map((name) => [`#${name}`, name])),
    ExpressionAttributeValues: Object.fromEntries(Object.entries(set).map(([name, value]) => [`:${name}`, value])),
  };
}
