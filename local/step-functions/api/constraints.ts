import { AwsError } from '#local/wire/aws-error.ts';
import type { Input } from './members.ts';

/**
 * What the service's model asks of an operation's members. AWS looks at it before anything else: a name that is too long
 * is told even when its state machine does not exist.
 *
 * Follows https://docs.aws.amazon.com/step-functions/latest/apireference/API_Operations.html (length constraints, valid
 * values) and CommonErrors.html. Leaves out patterns and the members of structures.
 *
 * @throws AwsError ValidationException that tells every member which does not fit
 */
export function checkConstraints(operation: string, input: Input): void {
  const faults = Object.entries(CONSTRAINTS[operation] ?? {}).flatMap(([member, constraint]) => {
    const fault = faultOf(input[member] ?? undefined, constraint);
    return fault === undefined
      ? []
      : [`Value${shown(input[member], constraint)} at '${member}' failed to satisfy constraint: ${fault}`];
  });
  if (faults.length === 0) return;
  const count = faults.length === 1 ? '1 validation error' : `${faults.length} validation errors`;
  throw new AwsError('ValidationException', `${count} detected: ${faults.join('; ')}`);
}

type Constraint = {
  readonly isRequired?: boolean;
  /** Characters of a text, or the number itself. */
  readonly least?: number;
  readonly most?: number;
  /** UTF-8, of a payload. */
  readonly mostBytes?: number;
  readonly oneOf?: readonly string[];
  /** Its value is not repeated in the message. */
  readonly isSensitive?: boolean;
};

function faultOf(value: unknown, { isRequired, least, most, mostBytes, oneOf }: Constraint): string | undefined {
  if (value === undefined) return isRequired === true ? 'Member must not be null' : undefined;
  if (typeof value === 'number') {
    if (least !== undefined && value < least) return `Member must have value greater than or equal to ${least}`;
    return most !== undefined && value > most ? `Member must have value less than or equal to ${most}` : undefined;
  }
  if (typeof value !== 'string') return undefined;
  if (oneOf !== undefined && !oneOf.includes(value)) return `Member must satisfy enum value set: [${oneOf.join(', ')}]`;
  if (least !== undefined && value.length < least) return `Member must have length greater than or equal to ${least}`;
  if (most !== undefined && value.length > most) return `Member must have length less than or equal to ${most}`;
  return mostBytes !== undefined && Buffer.byteLength(value) > mostBytes
    ? `Member must have size less than or equal to ${mostBytes} bytes in UTF-8 encoding`
    : undefined;
}

function shown(value: unknown, { isSensitive }: Constraint): string {
  if (value === undefined || value === null) return ' null';
  return isSensitive === true ? '' : ` '${String(value)}'`;
}

const ARN = { isRequired: true, least: 1, most: 256 };
const NAME = { least: 1, most: 80 };
const DEFINITION = { least: 1, most: 1_048_576, isSensitive: true };
/** 262_144 bytes (256 KiB) */
const PAYLOAD = { mostBytes: 262_144, isSensitive: true };
const FAILURE = { error: { most: 256, isSensitive: true }, cause: { most: 32_768, isSensitive: true } };
const TOKEN = { isRequired: true, least: 1, most: 2048 };
const page = (longestToken: number): Record<string, Constraint> => ({
  maxResults: { least: 0, most: 1000 },
  nextToken: { least: 1, most: longestToken },
});

const CONSTRAINTS: Readonly<Record<string, Readonly<Record<string, Constraint>>>> = {
  CreateStateMachine: {
    name: { ...NAME, isRequired: true },
    definition: { ...DEFINITION, isRequired: true },
    roleArn: ARN,
    type: { oneOf: ['STANDARD', 'EXPRESS'] },
  },
  UpdateStateMachine: { stateMachineArn: ARN, definition: DEFINITION, roleArn: { least: 1, most: 256 } },
  DeleteStateMachine: { stateMachineArn: ARN },
  DescribeStateMachine: { stateMachineArn: ARN },
  ListStateMachines: page(1024),
  ValidateStateMachineDefinition: {
    definition: { ...DEFINITION, isRequired: true },
    type: { oneOf: ['STANDARD', 'EXPRESS'] },
    severity: { oneOf: ['ERROR', 'WARNING'] },
    maxResults: { least: 0, most: 100 },
  },
  ListTagsForResource: { resourceArn: ARN },
  TagResource: { resourceArn: ARN, tags: { isRequired: true } },
  UntagResource: { resourceArn: ARN, tagKeys: { isRequired: true } },
  StartExecution: { stateMachineArn: ARN, name: NAME, input: PAYLOAD },
  DescribeExecution: { executionArn: ARN },
  DescribeStateMachineForExecution: { executionArn: ARN },
  ListExecutions: {
    stateMachineArn: { least: 1, most: 256 },
    mapRunArn: { least: 1, most: 2000 },
    ...page(3096),
    statusFilter: { oneOf: ['SUCCEEDED', 'TIMED_OUT', 'PENDING_REDRIVE', 'ABORTED', 'FAILED', 'RUNNING'] },
    redriveFilter: { oneOf: ['REDRIVEN', 'NOT_REDRIVEN'] },
  },
  StopExecution: { executionArn: ARN, ...FAILURE },
  RedriveExecution: { executionArn: ARN, clientToken: { least: 1, most: 64 } },
  GetExecutionHistory: { executionArn: ARN, ...page(1024) },
  SendTaskSuccess: { taskToken: TOKEN, output: { ...PAYLOAD, isRequired: true } },
  SendTaskFailure: { taskToken: TOKEN, ...FAILURE },
  SendTaskHeartbeat: { taskToken: TOKEN },
};
