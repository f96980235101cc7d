import { members, text } from './function-definition.ts';

const SIX_HOURS_MS = 21_600_000;

/** How asynchronous invocations of a function are retried, and who hears of their end. */
export type InvokeConfig = {
  readonly retries: number;
  readonly longestMs: number;
  readonly onSuccess: string | undefined;
  readonly onFailure: string | undefined;
};

export const defaultInvokeConfig: InvokeConfig = {
  retries: 2,
  longestMs: SIX_HOURS_MS,
  onSuccess: undefined,
  onFailure: undefined,
};

/** @source CloudFormation, `AWS::Lambda::EventInvokeConfig` */
export function invokeConfig(properties: Readonly<Record<string, unknown>>): InvokeConfig {
  const destinations = members(properties.DestinationConfig);
  return {
    retries: Number(properties.MaximumRetryAttempts ?? defaultInvokeConfig.retries),
    longestMs: Number(properties.MaximumEventAgeInSeconds ?? SIX_HOURS_MS / 1_000) * 1_000,
    onSuccess: text(members(destinations.OnSuccess).Destination),
    onFailure: text(members(destinations.OnFailure).Destination),
  };
}
