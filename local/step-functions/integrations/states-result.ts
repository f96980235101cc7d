import type { Call } from '../execution.ts';
import { isObject, type Json, parseJson } from '../json.ts';

/**
 * What Step Functions' own API gave, as a task sees it: members in PascalCase at every depth, instants as the SDK behind
 * the integration writes them.
 *
 * SDK integrations give instants in ISO 8601, `states:startExecution` in milliseconds since the epoch; the API itself
 * counts in seconds. Follows https://docs.aws.amazon.com/step-functions/latest/dg/supported-services-awssdk.html and
 * connect-stepfunctions.html
 */
export function statesResult({ style }: Pick<Call, 'style'>, output: Record<string, unknown>): Json {
  return shown(parseJson(JSON.stringify(output)), style === 'sdk' ? isoInstant : milliseconds);
}

type InstantShown = (epochSeconds: number) => Json;

function shown(value: Json, instant: InstantShown): Json {
  if (Array.isArray(value)) return value.map((part) => shown(part, instant));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([member, part]) => [
      `${member.charAt(0).toUpperCase()}${member.slice(1)}`,
      typeof part === 'number' && INSTANT.test(member) ? instant(part) : shown(part, instant),
    ]),
  );
}

/** `startDate`, `creationDate` …, and the `timestamp` of an event. */
const INSTANT = /^(?:\w+Date|timestamp)$/;

function milliseconds(epochSeconds: number): number {
  return Math.round(epochSeconds * 1000);
}

/** Java's `Instant` writes a full second without a fraction. */
function isoInstant(epochSeconds: number): string {
  return new Date(milliseconds(epochSeconds)).toISOString().replace('.000Z', 'Z');
}
