import type { Permission } from '#local/wire/aws-service.ts';
import type { ExecutionStore } from '../execution-store.ts';
import { readTaskToken } from '../task-token.ts';
import type { Arns } from './arns.ts';
import type { Input } from './members.ts';

/**
 * The IAM action and resource of each operation.
 *
 * Follows https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsstepfunctions.html
 */
export function permissionsOf(operation: string, input: Input, arns: Arns, store: ExecutionStore): Permission[] {
  return [{ action: `states:${operation}`, resource: resourceOf(operation, input, arns, store) }];
}

function resourceOf(operation: string, input: Input, arns: Arns, store: ExecutionStore): string {
  for (const member of ['executionArn', 'stateMachineArn', 'resourceArn', 'mapRunArn']) {
    const arn = input[member];
    if (typeof arn === 'string') return arn;
  }
  if (operation === 'CreateStateMachine') return arns.machine(String(input.name));
  if (typeof input.taskToken === 'string') {
    const token = readTaskToken(input.taskToken);
    const machineArn = token === undefined ? undefined : store.machineArnOf(token.execution);
    if (machineArn !== undefined) return machineArn;
  }
  return '*';
}
