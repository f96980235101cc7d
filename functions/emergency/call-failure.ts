import type { CallFailure } from '#rules/emergency/delivery-plan.ts';

/** Refusals that another time can help, beside every fault of the provider's own. */
const passing = /throttl|toomanyrequests|limitexceeded|serviceunavailable|internal/i;

/** What a provider's error says: whether it answered at all (only then nothing was sent), and whether another time can help. */
export function callFailure(error: unknown): CallFailure {
  const name = error instanceof Error ? error.name : 'unknown';
  const response = typeof error === 'object' && error !== null && '$response' in error ? error.$response : undefined;
  const status =
    typeof response === 'object' && response !== null && 'statusCode' in response ? Number(response.statusCode) : 0;
  return { name, wasAnswered: response !== undefined, canPass: status >= 500 || status === 429 || passing.test(name) };
}
