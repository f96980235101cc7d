import { DynamoDBClient, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, TransactWriteCommand, type TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import { TransientFault } from '#schemas/errors.ts';

/** The one DynamoDB client of a function: made once, kept warm. */
export const dynamo = DynamoDBDocumentClient.from(new DynamoDBClient({}), {
  marshallOptions: { removeUndefinedValues: true },
});

/** The members of a transaction, as DynamoDB takes them. */
export type Writes = NonNullable<TransactWriteCommandInput['TransactItems']>;

/** What became of a transaction: all of it, or nothing because conditions of these members (by index) did not hold. */
export type Committed = { readonly done: true } | { readonly done: false; readonly failed: readonly number[] };

/** How often a transaction that met another one over the same item is tried again at once. */
const MEETINGS = 5;

/**
 * Writes all or nothing.
 *
 * @throws TransientFault when DynamoDB was busy or another transaction kept one of the items; the same call can succeed later
 */
export async function commit(writes: Writes, what: string): Promise<Committed> {
  for (let meeting = 1; ; meeting += 1) {
    try {
      await dynamo.send(new TransactWriteCommand({ TransactItems: writes }));
      return { done: true };
    } catch (error) {
      if (!(error instanceof TransactionCanceledException)) throw asTransient(error, what);
      const codes = (error.CancellationReasons ?? []).map(({ Code }) => Code);
      const failed = codes.flatMap((code, index) => (code === 'ConditionalCheckFailed' ? [index] : []));
      if (failed.length > 0) return { done: false, failed };
      // A member that DynamoDB cannot take is refused for ever; every other reason passes.
      if (codes.includes('ValidationError')) throw error;
      if (meeting === MEETINGS || !codes.includes('TransactionConflict')) throw asTransient(error, what);
    }
  }
}

const passing = new Set([
  'TransactionCanceledException',
  'TransactionConflictException',
  'TransactionInProgressException',
  'ThrottlingException',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'TooManyRequestsException',
  'InternalServerError',
  'ServiceUnavailable',
  'TimeoutError',
  'ECONNRESET',
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
]);

/** The error to throw for one of the SDK's: a TransientFault where trying again can help, else the error itself. */
export function asTransient(error: unknown, what: string): unknown {
  if (!(error instanceof Error)) return error;
  const code = 'code' in error ? String(error.code) : error.name;
  const isServers = '$fault' in error && error.$fault === 'server';
  return isServers || passing.has(error.name) || passing.has(code)
    ? new TransientFault(`${what}: ${error.name}`, error)
    : error;
}
