import { AwsError } from './aws-error.ts';
import type { AwsCall } from './aws-service.ts';

/**
 * What goes wrong: refused as too much, an error of the service's own, an effect that comes late, an effect whose answer
 * is lost or comes late, a function that fails (`lambda` only).
 */
export const faultKinds = ['throttle', 'error', 'delay', 'drop-answer', 'late-answer', 'function-error'] as const;
/** One of `faultKinds`. */
export type FaultKind = (typeof faultKinds)[number];

/**
 * A fault to cause. `operation` may be `*`; `count` is how often (left out: until cleared), `rate` the share of calls
 * (1, every one, by default), `resource` a part of the ARN it is limited to, `input` a text that the call's input must
 * hold, `error` the name of the error to answer, `delayMs` real milliseconds (1_000, a second, by default).
 */
export type Fault = {
  readonly service: string;
  readonly operation: string;
  readonly kind: FaultKind;
  readonly count?: number;
  readonly rate?: number;
  readonly resource?: string;
  readonly input?: string;
  readonly error?: string;
  readonly delayMs?: number;
};

type Standing = { fault: Fault; left: number };

const DEFAULT_DELAY_MS = 1_000;
const FIRST_SEED = 0x9e3779b9;

/** The faults that the gateway causes on purpose. What a `rate` picks is the same in every run. */
export class Faults {
  #standing: Standing[] = [];
  #seed = FIRST_SEED;

  set(fault: Fault): void {
    this.#standing.push({ fault, left: fault.count ?? Number.POSITIVE_INFINITY });
  }

  clear(): void {
    this.#standing = [];
    this.#seed = FIRST_SEED;
  }

  /** The faults that still stand, with what is left of their count. */
  list(): Fault[] {
    return this.#standing.map(({ fault, left }) => (fault.count === undefined ? fault : { ...fault, count: left }));
  }

  /** Whether any fault stands: lets the gateway pass by at no cost. */
  get isEmpty(): boolean {
    return this.#standing.length === 0;
  }

  /** The fault that strikes this call, used up by one. `resources` are the ARNs that the call touches. */
  strike(call: AwsCall, resources: readonly string[]): Fault | undefined {
    let input: string | undefined;
    for (const standing of this.#standing) {
      const { fault } = standing;
      if (fault.service !== call.service || (fault.operation !== '*' && fault.operation !== call.operation)) continue;
      // An event is only accepted: the function fails later, out of the caller's sight.
      if (fault.kind === 'function-error' && call.input.InvocationType === 'Event') continue;
      const limitedTo = fault.resource;
      if (limitedTo !== undefined && !resources.some((arn) => arn.includes(limitedTo))) continue;
      if (fault.input !== undefined) {
        input ??= JSON.stringify(call.input);
        if (!input.includes(fault.input)) continue;
      }
      if (fault.rate !== undefined && this.#random() >= fault.rate) continue;
      standing.left -= 1;
      if (standing.left <= 0) this.#standing = this.#standing.filter((other) => other !== standing);
      return fault;
    }
    return undefined;
  }

  /** mulberry32: a fixed seed makes a faulty run repeatable. */
  #random(): number {
    this.#seed = (this.#seed + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#seed ^ (this.#seed >>> 15), 1 | this.#seed);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }
}

/** Real milliseconds by which the fault delays a call. */
export function delayOf(fault: Fault): number {
  return fault.delayMs ?? DEFAULT_DELAY_MS;
}

/** What Lambda answers where the code of a function throws the error that a `function-error` fault names. */
export function functionErrorOf({ error = 'Error' }: Fault): Record<string, unknown> {
  const thrown = { errorType: error, errorMessage: 'a fault caused on purpose' };
  return { StatusCode: 200, ExecutedVersion: '$LATEST', FunctionError: 'Unhandled', Payload: JSON.stringify(thrown) };
}

/** The error that a `throttle` or `error` fault answers, by the name the service itself uses for it. */
export function errorOf(fault: Fault): AwsError {
  if (fault.kind === 'throttle') {
    const [name, status] = throttledBy[fault.service] ?? ['ThrottlingException', 400];
    return new AwsError(fault.error ?? name, 'Rate exceeded', status);
  }
  const name = fault.error ?? internalErrorOf[fault.service] ?? 'InternalFailure';
  return new AwsError(name, 'The request processing has failed because of an unknown error', 500);
}

const throttledBy: Readonly<Record<string, readonly [string, number]>> = {
  dynamodb: ['ProvisionedThroughputExceededException', 400],
  lambda: ['TooManyRequestsException', 429],
  sns: ['Throttling', 400],
  sqs: ['RequestThrottled', 400],
  s3: ['SlowDown', 503],
  ses: ['TooManyRequestsException', 429],
};

const internalErrorOf: Readonly<Record<string, string>> = {
  dynamodb: 'InternalServerError',
  lambda: 'ServiceException',
  s3: 'InternalError',
  sns: 'InternalError',
  'cognito-idp': 'InternalErrorException',
};
