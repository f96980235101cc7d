/**
 * How long a provider of messages may take to connect and to answer, in milliseconds: well within the time of the function
 * that sends, so that a provider that stalls costs its own notice and none of the others in the batch.
 */
export const PATIENCE = {
  connectionTimeout: 3_000,
  requestTimeout: 10_000,
  throwOnRequestTimeout: true,
} as const;
