import { matchesPattern } from '#local/lambda/event-pattern.ts';
import { isMembers, type Members, membersOf, parsedJson, textOf } from '#local/template/reading.ts';

/**
 * Whether a subscription's filter policy lets a message through.
 *
 * Imitates https://docs.aws.amazon.com/sns/latest/dg/sns-subscription-filter-policies.html, over attributes or over the body.
 *
 * @param policy the subscription's `FilterPolicy`; `undefined` lets all through
 */
export function passesFilter(
  policy: Members | undefined,
  scope: string | undefined,
  message: { readonly text: string; readonly attributes: Members },
): boolean {
  if (policy === undefined || Object.keys(policy).length === 0) return true;
  if (scope === 'MessageBody') {
    const body = parsedJson(message.text);
    return isMembers(body) && matchesPattern(policy, body);
  }
  return matchesPattern(policy, attributeValues(message.attributes));
}

/** Attributes as plain values: numbers as numbers, `String.Array` as lists. */
function attributeValues(attributes: Members): Members {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, attribute]) => {
      const { DataType, StringValue } = membersOf(attribute);
      const text = textOf(StringValue) ?? '';
      const type = textOf(DataType) ?? 'String';
      if (type === 'String.Array') return [name, parsedJson(text) ?? text];
      return [name, type === 'Number' || type.startsWith('Number.') ? Number(text) : text];
    }),
  );
}
