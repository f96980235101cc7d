import { hash } from 'node:crypto';
import type { Call, Execution } from '../execution.ts';
import { isObject, type Json, type JsonObject, tryParseJson } from '../json.ts';
import { RuntimeError } from '../state-error.ts';
import { parameterFaults } from './parameters.ts';
import type { Resource } from './resource.ts';

/**
 * A task's arguments as the members of the AWS operation.
 *
 * Follows https://docs.aws.amazon.com/step-functions/latest/dg/connect-lambda.html, connect-sns.html, connect-sqs.html,
 * connect-stepfunctions.html, connect-eventbridge.html
 *
 * @param token names the task; makes a nested execution's name when none is given
 * @param execution whose task it is; named in the events that it puts
 */
export function callOf(
  resource: Resource,
  given: Json,
  token: () => string,
  execution: Pick<Execution, 'arn' | 'machineArn'>,
): Call {
  const { style, service, operation } = resource;
  if (style === 'function') {
    return { style, service, operation, input: { FunctionName: resource.resource, Payload: JSON.stringify(given) } };
  }
  const faults = isObject(given) ? parameterFaults(resource, given) : ['must be an object'];
  if (!isObject(given) || faults.length > 0)
    throw new RuntimeError(
      `The Parameters '${JSON.stringify(given)}' could not be used to start the Task: [${faults.join(', ')}]`,
    );
  const input = shaped(resource, given, token, execution);
  return { style, service, operation, input, ...(resource.isSecondSync ? { isSecondSync: true } : {}) };
}

function shaped(
  resource: Resource,
  given: JsonObject,
  token: () => string,
  execution: Pick<Execution, 'arn' | 'machineArn'>,
): JsonObject {
  if (resource.service === 'states') return statesInput(resource, given, token);
  const textMember = TEXT_MEMBERS.get(`${resource.style}:${resource.service}:${resource.operation}`);
  if (resource.service === 'lambda' && resource.operation === 'Invoke') {
    return { ...given, Payload: resource.style === 'sdk' ? asText(given.Payload ?? {}) : payloadText(given.Payload) };
  }
  if (resource.style === 'optimized' && resource.service === 'events' && Array.isArray(given.Entries)) {
    return { ...given, Entries: given.Entries.map((entry) => (isObject(entry) ? putEntry(entry, execution) : entry)) };
  }
  const value = textMember === undefined ? undefined : given[textMember];
  return textMember === undefined || value === undefined ? given : { ...given, [textMember]: asText(value) };
}

/** An event says by its resources which execution of which state machine put it. */
function putEntry(entry: JsonObject, { arn, machineArn }: Pick<Execution, 'arn' | 'machineArn'>): JsonObject {
  const resources = Array.isArray(entry.Resources) ? entry.Resources : [];
  return { ...entry, Detail: asText(entry.Detail ?? {}), Resources: [...resources, arn, machineArn] };
}

/** Members that the service wants as text and the integration takes as JSON too. */
const TEXT_MEMBERS: ReadonlyMap<string, string> = new Map([
  ['optimized:sns:Publish', 'Message'],
  ['optimized:sqs:SendMessage', 'MessageBody'],
]);

function asText(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Text that holds JSON is that JSON; no payload is the empty object. */
function payloadText(payload: Json | undefined): string {
  if (payload === undefined || payload === null) return '{}';
  return typeof payload === 'string' && tryParseJson(payload) !== undefined ? payload : JSON.stringify(payload);
}

/** Step Functions' own API has members in camelCase; tasks name them in PascalCase. */
function statesInput(resource: Resource, given: JsonObject, token: () => string): JsonObject {
  const members = Object.entries(given).map(
    ([member, value]) => [`${member.charAt(0).toLowerCase()}${member.slice(1)}`, value] as const,
  );
  const input: { [member: string]: Json } = Object.fromEntries(members);
  for (const member of ['input', 'output', 'definition']) {
    const value = input[member];
    if (value !== undefined && typeof value !== 'string') input[member] = JSON.stringify(value);
  }
  if (resource.operation === 'StartExecution' && input.name === undefined) {
    // Derived from the task, so that a call made again after a crash starts no second execution.
    const digits = hash('sha1', token(), 'hex');
    input.name = `${digits.slice(0, 8)}-${digits.slice(8, 12)}-${digits.slice(12, 16)}-${digits.slice(16, 20)}-${digits.slice(20, 32)}`;
  }
  return input;
}
