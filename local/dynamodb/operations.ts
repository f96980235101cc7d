import { arn } from '#local/template/place.ts';

type Input = Readonly<Record<string, unknown>>;
type Fields = Readonly<Record<string, unknown>>;

/** A part of a request that speaks of one table: what it asks of it, and the members it says it with. */
export type TableUse = { readonly action: string; readonly table: string; readonly fields: Fields };

const transactActions = {
  Put: 'PutItem',
  Update: 'UpdateItem',
  Delete: 'DeleteItem',
  ConditionCheck: 'ConditionCheckItem',
  Get: 'GetItem',
} as const;

const writing = new Set(['PutItem', 'UpdateItem', 'DeleteItem', 'BatchWriteItem']);

/**
 * What a request asks of which tables, in the actions that IAM judges.
 *
 * @source Service Authorization Reference, "Actions, resources, and condition keys for Amazon DynamoDB"; left out: PartiQL
 */
export function tableUses(operation: string, input: Input): TableUse[] {
  if (operation === 'BatchGetItem' || operation === 'BatchWriteItem')
    return Object.entries(fieldsOf(input.RequestItems)).map(([table, wanted]) => ({
      action: operation,
      table: tableName(table),
      fields: Array.isArray(wanted) ? { requests: wanted } : fieldsOf(wanted),
    }));
  if (operation === 'TransactWriteItems' || operation === 'TransactGetItems') return transactUses(input.TransactItems);
  const { TableName } = input;
  return typeof TableName === 'string' ? [{ action: operation, table: tableName(TableName), fields: input }] : [];
}

/** The tables whose items a successful request may have changed. */
export function tablesWritten(operation: string, input: Input): string[] {
  if (operation !== 'TransactWriteItems' && !writing.has(operation)) return [];
  const uses = tableUses(operation, input).filter(({ action }) => writing.has(action));
  return uses.length === 1 && uses[0] !== undefined ? [uses[0].table] : [...new Set(uses.map(({ table }) => table))];
}

/** The name of a table that a request may also give as an ARN. */
export function tableName(nameOrArn: string): string {
  return nameOrArn.startsWith('arn:') ? (nameOrArn.split('/')[1] ?? nameOrArn) : nameOrArn;
}

/** The ARN of a table, or of one of its indexes. */
export function tableArn(table: string, index?: unknown): string {
  return arn('dynamodb', typeof index === 'string' ? `table/${table}/index/${index}` : `table/${table}`);
}

export function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}

function transactUses(items: unknown): TableUse[] {
  if (!Array.isArray(items)) return [];
  return items.flatMap((item) =>
    Object.entries(fieldsOf(item)).flatMap(([kind, value]) => {
      const fields = fieldsOf(value);
      if (!(kind in transactActions) || typeof fields.TableName !== 'string') return [];
      const action = transactActions[kind as keyof typeof transactActions];
      return [{ action, table: tableName(fields.TableName), fields }];
    }),
  );
}
