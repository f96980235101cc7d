/**
 * Where the local cloud says it is: one account, one region, ARNs as AWS writes them.
 *
 * The region is the setting `AWS_REGION`, `ap-northeast-2` (Seoul) by default.
 */
export const accountId = '000000000000';
export const region = process.env.AWS_REGION ?? 'ap-northeast-2';

/** An ARN of this account and region: `arn('sqs', 'letters')` → `arn:aws:sqs:ap-northeast-2:000000000000:letters`. */
export function arn(service: string, rest: string): string {
  return `arn:aws:${service}:${region}:${accountId}:${rest}`;
}

/** The service an ARN belongs to and what follows its account; `undefined` for a text that is no ARN. */
export function arnParts(text: string): { service: string; rest: string } | undefined {
  const [prefix, , service, , , ...rest] = text.split(':');
  if (prefix !== 'arn' || service === undefined || rest.length === 0) return undefined;
  return { service, rest: rest.join(':') };
}
