import { AwsError } from '#local/wire/aws-error.ts';

/**
 * The members of an operation's input, which constraints.ts has checked.
 *
 * Follows https://docs.aws.amazon.com/step-functions/latest/apireference/CommonErrors.html
 */
export type Input = Readonly<Record<string, unknown>>;

/** @throws AwsError ValidationException when the member is not there or no text */
export function requiredText(input: Input, member: string): string {
  const value = input[member];
  if (typeof value === 'string' && value !== '') return value;
  throw missing(member);
}

/** The refusal of a request without a member that must be there. */
export function missing(member: string): AwsError {
  return new AwsError(
    'ValidationException',
    `1 validation error detected: Value null at '${member}' failed to satisfy constraint: Member must not be null`,
  );
}

export function optionalText(input: Input, member: string): string | undefined {
  const value = input[member];
  return typeof value === 'string' ? value : undefined;
}

/** How many results are wanted: 100 unless said. */
export function maxResults(input: Input): number {
  const value = input.maxResults;
  return typeof value === 'number' && value > 0 ? value : 100;
}

/** Where a next page begins, as an opaque token. */
export function pageToken(position: number): string {
  return Buffer.from(`from ${position}`).toString('base64url');
}

/** @throws AwsError InvalidToken */
export function pagePosition(input: Input): number | undefined {
  if (input.nextToken === undefined || input.nextToken === null) return undefined;
  const match = /^from (\d+)$/.exec(Buffer.from(String(input.nextToken), 'base64url').toString());
  if (match?.[1] === undefined) throw new AwsError('InvalidToken', "Invalid Token: 'Invalid token'");
  return Number(match[1]);
}

/** One page of a list in memory. */
export function pageOf<Item>(all: readonly Item[], input: Input): { items: Item[]; nextToken: { nextToken?: string } } {
  const [from, count] = [pagePosition(input) ?? 0, maxResults(input)];
  const items = all.slice(from, from + count);
  return { items, nextToken: from + count < all.length ? { nextToken: pageToken(from + count) } : {} };
}
