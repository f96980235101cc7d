import { accountId, region } from '#local/template/place.ts';
import { fieldsOf, tableName } from './operations.ts';

type Input = Readonly<Record<string, unknown>>;

const OURS = `arn:aws:dynamodb:${region}:${accountId}:`;
/** dynoxide and DynamoDB Local each call their region by their own name. */
const THEIRS = /arn:aws:dynamodb:(?:dynoxide|ddblocal):000000000000:/;
const ALL_THEIRS = new RegExp(THEIRS, 'g');

/** Changes ARNs between the region that the database speaks of and ours. */
export class RegionRewrite {
  #theirs = 'arn:aws:dynamodb:dynoxide:000000000000:';

  /** A body on its way in, with the ARNs as the database knows them. */
  inward(body: Uint8Array | string): string {
    return textOf(body).replaceAll(OURS, this.#theirs);
  }

  /** A body on its way out, with the ARNs as our callers know them. */
  outward(body: Uint8Array | string): string {
    const text = textOf(body);
    this.#theirs = THEIRS.exec(text)?.[0] ?? this.#theirs;
    return text.replace(ALL_THEIRS, OURS).replace(/"awsRegion":"(?:dynoxide|ddblocal)"/g, `"awsRegion":"${region}"`);
  }
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
