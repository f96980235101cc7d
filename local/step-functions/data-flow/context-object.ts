import type { Execution, Thread } from '../execution.ts';
import type { JsonObject } from '../json.ts';
import { taskToken } from '../task-token.ts';

/**
 * The context object: `$states.context` in JSONata, `$$` in JSONPath.
 *
 * Follows https://docs.aws.amazon.com/step-functions/latest/dg/input-output-contextobject.html
 *
 * @param scheduled id that the task's Scheduled event will have, when the state waits for a token
 */
export function contextObject(execution: Execution, thread: Thread, scheduled: number | undefined): JsonObject {
  const retryCount = thread.retries.reduce((sum, count) => sum + count, 0);
  return {
    Execution: {
      Id: execution.arn,
      Input: execution.input,
      StartTime: new Date(execution.startedAt).toISOString(),
      Name: execution.name,
      RoleArn: execution.roleArn,
      RedriveCount: execution.redriveCount,
      ...(execution.redrivenAt === undefined ? {} : { RedriveTime: new Date(execution.redrivenAt).toISOString() }),
    },
    StateMachine: { Id: execution.machineArn, Name: execution.machineName },
    State: {
      Name: thread.state,
      EnteredTime: new Date(thread.enteredAt).toISOString(),
      ...(RETRIED.has(thread.body.states.get(thread.state)?.type ?? '') ? { RetryCount: retryCount } : {}),
    },
    ...(thread.item === undefined ? itemOf(thread) : { Map: thread.item }),
    ...(scheduled === undefined ? {} : { Task: { Token: taskToken(execution.id, thread.id, scheduled) } }),
  };
}

const RETRIED = new Set(['Task', 'Parallel', 'Map']);

/** A Parallel branch within an iteration still sees the iteration's item. */
function itemOf(thread: Thread): JsonObject {
  for (let outer = thread.parent; outer !== undefined; outer = outer.parent) {
    if (outer.item !== undefined) return { Map: outer.item };
  }
  return {};
}
