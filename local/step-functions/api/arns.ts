import { AwsError } from '#local/wire/aws-error.ts';
import { missing } from './members.ts';

/**
 * Names and ARNs of state machines and executions.
 *
 * Follows https://docs.aws.amazon.com/step-functions/latest/apireference/API_CreateStateMachine.html (names) and
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsstepfunctions.html (ARNs)
 */
export class Arns {
  readonly #prefix: string;

  constructor(region: string, account: string) {
    this.#prefix = `arn:aws:states:${region}:${account}`;
  }

  machine(name: string): string {
    return `${this.#prefix}:stateMachine:${name}`;
  }

  execution(machineName: string, name: string): string {
    return `${this.#prefix}:execution:${machineName}:${name}`;
  }

  /** @param path machine and label of the Map state: `Orders/EachLine` */
  mapRun(path: string, id: string): string {
    return `${this.#prefix}:mapRun:${path}:${id}`;
  }
}

/** A name without characters that AWS forbids. @throws AwsError InvalidName */
export function checkedName(value: unknown): string {
  const isValid =
    typeof value === 'string' &&
    // biome-ignore lint/suspicious/noControlCharactersInRegex: AWS forbids control characters in names
    !/[\s<>{}[\]?*"#%\\^|~`$&,;:/\u0000-\u001f\u007f-\u009f]/.test(value);
  if (!isValid) throw new AwsError('InvalidName', `Invalid Name: '${String(value)}'`);
  return value;
}

/** @throws AwsError InvalidArn unless it is the ARN of such a resource */
export function checkedArn(value: unknown, kind: 'stateMachine' | 'execution' | 'mapRun'): string {
  if (typeof value !== 'string' || value === '') throw missing(`${kind}Arn`);
  if (!value.startsWith('arn:')) throw new AwsError('InvalidArn', `Invalid Arn: 'Invalid ARN prefix: ${value}'`);
  const isFitting = new RegExp(`^arn:[\\w-]+:states:[\\w-]*:\\d*:${kind}:.+`).test(value);
  if (isFitting) return value;
  throw new AwsError(
    'InvalidArn',
    `Invalid Arn: 'Resource type not valid in this context: ${value.split(':')[5] ?? ''}'`,
  );
}
