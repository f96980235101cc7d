import type { Members } from '#local/template/reading.ts';
import { type Fault, type FaultKind, faultKinds } from '#local/wire/faults.ts';
import { Problem } from './problem.ts';

const members = ['service', 'operation', 'kind', 'count', 'rate', 'resource', 'input', 'error', 'delayMs'];

/**
 * Reads `{ "service": "dynamodb", "operation": "PutItem", "kind": "throttle", "count"?: 3, "rate"?: 0.1 }`.
 *
 * @throws Problem 400 saying what was found and what was expected
 */
export function readFaultRequest(body: Members, services: readonly string[]): Fault {
  const strange = Object.keys(body).find((name) => !members.includes(name));
  if (strange !== undefined) throw refused(`a fault has no ${strange}; it has ${members.join(', ')}`);
  const service = text(body, 'service') ?? '';
  if (!services.includes(service))
    throw refused(`expected service to be one of ${services.join(', ')}; found ${JSON.stringify(body.service)}`);
  const operation = text(body, 'operation') ?? '';
  if (!/^([A-Z]\w+|\*)$/.test(operation)) {
    throw refused(`expected operation to be a name such as PutItem, or *; found ${JSON.stringify(body.operation)}`);
  }
  const kind = faultKinds.find((known): known is FaultKind => known === body.kind);
  if (kind === undefined)
    throw refused(`expected kind to be one of ${faultKinds.join(', ')}; found ${JSON.stringify(body.kind)}`);
  const resource = text(body, 'resource');
  const input = text(body, 'input');
  const error = text(body, 'error');
  if (kind === 'function-error' && service !== 'lambda')
    throw refused(`a function-error is a fault of lambda, found service ${JSON.stringify(service)}`);
  return {
    service,
    operation,
    kind,
    ...number(body, 'count', (count) => Number.isInteger(count) && count > 0, 'a whole number above 0'),
    ...number(body, 'rate', (rate) => rate > 0 && rate <= 1, 'a number above 0, at most 1'),
    ...number(body, 'delayMs', (delay) => delay >= 0 && delay <= 60_000, 'milliseconds up to 60000'),
    ...(resource === undefined ? {} : { resource }),
    ...(input === undefined ? {} : { input }),
    ...(error === undefined ? {} : { error }),
  };
}

function text(body: Members, name: string): string | undefined {
  const value = body[name];
  if (value === undefined || typeof value === 'string') return value;
  throw refused(`expected ${name} to be a text, found ${JSON.stringify(value)}`);
}

function number<Name extends 'count' | 'rate' | 'delayMs'>(
  body: Members,
  name: Name,
  isFit: (value: number) => boolean,
  expected: string,
): Partial<Record<Name, number>> {
  const value = body[name];
  if (value === undefined) return {};
  if (typeof value !== 'number' || !isFit(value))
    throw refused(`expected ${name} to be ${expected}, found ${JSON.stringify(value)}`);
  const found: Partial<Record<Name, number>> = {};
  found[name] = value;
  return found;
}

function refused(detail: string): Problem {
  return new Problem(400, 'fault-request', detail);
}
