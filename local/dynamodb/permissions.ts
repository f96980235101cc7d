import { arn } from '#local/template/place.ts';
import type { Permission } from '#local/wire/aws-service.ts';
import { fieldsOf, type TableUse, tableArn, tableUses } from './operations.ts';

type Input = Readonly<Record<string, unknown>>;

/** The partition key's attribute of a table or one of its indexes; `undefined` when the table is not known. */
export type PartitionKeyOf = (table: string, index: unknown) => string | undefined;

/**
 * The IAM actions and ARNs that a DynamoDB request needs, with the condition keys that its members tell.
 *
 * @source "Using IAM policy conditions for fine-grained access control"; `dynamodb:Attributes` is told for items written
 * and for projections, not for attributes that expressions name elsewhere
 */
export function dynamoDbPermissions(operation: string, input: Input, partitionKeyOf: PartitionKeyOf): Permission[] {
  const uses = tableUses(operation, input);
  if (uses.length === 0) return [{ action: `dynamodb:${operation}`, resource: arn('dynamodb', 'table/*') }];
  return uses.map((use) => ({
    action: `dynamodb:${use.action}`,
    resource: tableArn(use.table, use.fields.IndexName),
    // Worked out only for roles whose statements have conditions.
    get context() {
      return contextOf(use, partitionKeyOf);
    },
  }));
}

/** The same for a request to DynamoDB Streams. */
export function streamPermissions(operation: string, input: Input): Permission[] {
  const { StreamArn } = input;
  return [{ action: `dynamodb:${operation}`, resource: typeof StreamArn === 'string' ? StreamArn : streamOf(input) }];
}

/** Where only an iterator is given, its table stands in it. */
function streamOf({ ShardIterator }: Input): string {
  if (typeof ShardIterator !== 'string') return arn('dynamodb', 'table/*/stream/*');
  const [, table] = /"table_name":"([^"]+)"/.exec(Buffer.from(ShardIterator, 'base64').toString()) ?? [];
  return arn('dynamodb', `table/${table ?? '*'}/stream/*`);
}

function contextOf({ table, fields }: TableUse, partitionKeyOf: PartitionKeyOf): NonNullable<Permission['context']> {
  const attribute = partitionKeyOf(table, fields.IndexName);
  const keys = attribute === undefined ? [] : leadingKeys(fields, attribute);
  const attributes = attributesOf(fields);
  return {
    ...(keys.length === 0 ? {} : { 'dynamodb:LeadingKeys': keys }),
    ...(attributes.length === 0 ? {} : { 'dynamodb:Attributes': attributes }),
    ...(typeof fields.Select === 'string' ? { 'dynamodb:Select': [fields.Select] } : {}),
    ...(typeof fields.ReturnValues === 'string' ? { 'dynamodb:ReturnValues': [fields.ReturnValues] } : {}),
  };
}

function leadingKeys(fields: Input, attribute: string): string[] {
  const direct = [fields.Key, fields.Item, ...(Array.isArray(fields.Keys) ? fields.Keys : []), ...requestsOf(fields)];
  const found = direct.flatMap((item) => scalar(fieldsOf(item)[attribute]));
  const { KeyConditionExpression: condition } = fields;
  if (typeof condition !== 'string') return found;
  const names = fieldsOf(fields.ExpressionAttributeNames);
  const equality = [...condition.matchAll(/([#\w]+)\s*=\s*(:\w+)/g)].find(
    ([, name = '']) => (names[name] ?? name) === attribute,
  );
  const value = equality?.[2] === undefined ? undefined : fieldsOf(fields.ExpressionAttributeValues)[equality[2]];
  return [...found, ...scalar(value)];
}

function requestsOf({ requests }: Input): unknown[] {
  if (!Array.isArray(requests)) return [];
  return requests.map((request) => {
    const { PutRequest, DeleteRequest } = fieldsOf(request);
    return fieldsOf(PutRequest).Item ?? fieldsOf(DeleteRequest).Key;
  });
}

/** `{ S: 'a' }` → `['a']`. */
function scalar(value: unknown): string[] {
  const [first] = Object.values(fieldsOf(value));
  return typeof first === 'string' ? [first] : [];
}

function attributesOf(fields: Input): string[] {
  if (fields.Item !== undefined) return Object.keys(fieldsOf(fields.Item));
  if (typeof fields.ProjectionExpression !== 'string') return [];
  const names = fieldsOf(fields.ExpressionAttributeNames);
  return fields.ProjectionExpression.split(',').map((path) => {
    const first = path.trim().split(/[.[]/)[0] ?? '';
    return String(names[first] ?? first);
  });
}
