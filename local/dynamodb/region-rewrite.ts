import { accountId, region } from '#local/template/place.ts';
import { fieldsOf, tableName } from './operations.ts';

type Input = Readonly<Record<string, unknown>>;

const THEIRS = 'arn:aws:dynamodb:dynoxide:000000000000:';
const OURS = `arn:aws:dynamodb:${region}:${accountId}:`;

/** A body on its way in, with the ARNs as the database knows them. */
export function theirRegion(body: Uint8Array | string): string {
  return textOf(body).replaceAll(OURS, THEIRS);
}

/** A body on its way out, with the ARNs as our callers know them. */
export function ownRegion(body: Uint8Array | string): string {
  return textOf(body).replaceAll(THEIRS, OURS).replaceAll('"awsRegion":"dynoxide"', `"awsRegion":"${region}"`);
}

/** The input with tables given by ARN called by their names, as the database wants it; the same input when none is. */
export function withTableNames(input: Input): Input {
  if (typeof input.TableName === 'string')
    return input.TableName.startsWith('arn:') ? { ...input, TableName: tableName(input.TableName) } : input;
  if (Array.isArray(input.TransactItems)) {
    const items = input.TransactItems.map(fieldsOf);
    const hasArn = items.some((item) =>
      Object.values(item).some((part) => String(fieldsOf(part).TableName).startsWith('arn:')),
    );
    if (!hasArn) return input;
    const named = items.map((item) =>
      Object.fromEntries(Object.entries(item).map(([kind, part]) => [kind, withTableNames(fieldsOf(part))])),
    );
    return { ...input, TransactItems: named };
  }
  const requests = Object.entries(fieldsOf(input.RequestItems));
  if (!requests.some(([table]) => table.startsWith('arn:'))) return input;
  return { ...input, RequestItems: Object.fromEntries(requests.map(([table, wanted]) => [tableName(table), wanted])) };
}

function textOf(body: Uint8Array | string): string {
  return typeof body === 'string' ? body : Buffer.from(body).toString('utf8');
}
