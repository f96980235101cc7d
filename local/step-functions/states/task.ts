import { argumentsOf, resultPassed, sceneOf, withInputPath } from '../data-flow/flow.ts';
import { pathValue } from '../data-flow/path-expression.ts';
import type { Scene } from '../data-flow/scene.ts';
import type { State } from '../definition/definition.ts';
import type { Outcome, Task, Thread } from '../execution.ts';
import { callOf } from '../integrations/arguments.ts';
import { type Resource, readResource } from '../integrations/resource.ts';
import { isObject, isTooDeep, isTooLarge, type JsonObject, parseJson, TOO_DEEP } from '../json.ts';
import { errorDetails, failureOf, type Run, tooLargeCause } from '../run.ts';
import { RuntimeError, StateError, TimeoutError } from '../state-error.ts';
import { taskToken } from '../task-token.ts';
import { secondsIn } from './seconds.ts';
import type { StateKind } from './state-kind.ts';

/**
 * Task: https://docs.aws.amazon.com/step-functions/latest/dg/state-task.html
 *
 * Leaves out activities, HTTP tasks and other accounts: of the Credentials' role only its name counts.
 */
export const task: StateKind = {
  async attempt(run, thread, state) {
    const resource = resourceOf(state);
    const scheduled = run.execution.eventCount + 1;
    const scene = withInputPath(sceneOf(run, thread, resource.until === 'token' ? scheduled : undefined), state);
    const timeoutSeconds = await secondsOf(scene, state, 'TimeoutSeconds');
    const heartbeatSeconds = await secondsOf(scene, state, 'HeartbeatSeconds');
    const given = await argumentsOf(scene, state);
    const text = JSON.stringify(given);
    if (isTooLarge(text)) throw new StateError('States.DataLimitExceeded', tooLargeCause(state.name));
    const roleArn = await roleOf(scene, state);
    const call = {
      ...callOf(resource, given, () => taskToken(run.execution.id, thread.id, scheduled), run.execution),
      ...(roleArn === undefined ? {} : { roleArn }),
    };
    recordScheduled(run, thread, resource, text, {
      ...(roleArn === undefined ? {} : { taskCredentials: { roleArn } }),
      ...(timeoutSeconds === undefined ? {} : { timeoutInSeconds: timeoutSeconds }),
      // The event of a bare function has no place for it.
      ...(heartbeatSeconds === undefined || resource.style === 'function'
        ? {}
        : { heartbeatInSeconds: heartbeatSeconds }),
    });
    // Only a token's holder can send heartbeats.
    const heartbeatMs =
      resource.until === 'token' && heartbeatSeconds !== undefined ? heartbeatSeconds * 1000 : undefined;
    const begun: Task = {
      scheduled,
      call,
      until: resource.until,
      timeoutAt: timeoutSeconds === undefined ? undefined : run.nowMs + timeoutSeconds * 1000,
      heartbeatMs,
      heartbeatAt: heartbeatMs === undefined ? undefined : run.nowMs + heartbeatMs,
      isSubmitted: false,
      childArn: undefined,
      early: undefined,
    };
    thread.phase = { kind: 'task', task: begun };
    run.effects.push({ kind: 'call', thread: thread.id, task: begun, isAgain: false });
  },
};

/** The state's resource, which was checked when the machine was created. */
export function resourceOf(state: State): Resource {
  const resource = readResource(String(state.fields.Resource));
  if (resource === undefined)
    throw new RuntimeError(
      `The resource provided ${String(state.fields.Resource)} is not recognized. The value is not a valid resource ARN, or the resource is not available in this region.`,
    );
  return resource;
}

/** The role that the state's Credentials name: it makes the call. */
async function roleOf(scene: Scene, state: State): Promise<string | undefined> {
  const credentials = await state.templates.get('Credentials')?.evaluate(scene);
  return isObject(credentials) && typeof credentials.RoleArn === 'string' ? credentials.RoleArn : undefined;
}

function recordScheduled(run: Run, thread: Thread, resource: Resource, text: string, more: JsonObject): void {
  if (resource.style === 'function') {
    run.record(thread, 'LambdaFunctionScheduled', { resource: resource.resource, input: text, ...more });
    run.record(thread, 'LambdaFunctionStarted', {});
    return;
  }
  const of = { resourceType: resource.resourceType, resource: resource.resource };
  run.record(thread, 'TaskScheduled', { ...of, region: run.region, parameters: text, ...more });
  run.record(thread, 'TaskStarted', of);
}

async function secondsOf(
  scene: Scene,
  state: State,
  field: 'TimeoutSeconds' | 'HeartbeatSeconds',
): Promise<number | undefined> {
  if (state.isJsonata) return secondsIn(scene, state, field);
  const path = state.fields[`${field}Path`];
  const value = path === undefined ? state.fields[field] : pathValue(String(path), scene);
  if (value === undefined) return undefined;
  if (typeof value === 'number' && Number.isInteger(value) && value > 0) return value;
  throw new RuntimeError(
    `The ${field}Path parameter does not reference a positive integer: ${String(path)} == ${JSON.stringify(value)}`,
  );
}

/** The call's own answer came. */
export async function answered(run: Run, thread: Thread, state: State, outcome: Outcome): Promise<void> {
  if (thread.phase.kind !== 'task') return;
  const { task: begun } = thread.phase;
  const { early } = begun;
  if (begun.until === 'answer') return settled(run, thread, state, outcome);
  if (outcome.kind === 'failure') {
    // Who holds the token proves that the call had its effect, whatever the answer was.
    return early === undefined ? settled(run, thread, state, outcome) : settled(run, thread, state, early);
  }
  const resource = resourceOf(state);
  run.record(thread, 'TaskSubmitted', {
    resourceType: resource.resourceType,
    resource: resource.resource,
    output: outcome.text,
  });
  begun.isSubmitted = true;
  if (begun.until === 'execution') {
    const answer = parseJson(outcome.text);
    begun.childArn = isObject(answer) ? String(answer.ExecutionArn) : '';
    run.effects.push({ kind: 'watch', thread: thread.id, task: begun, arn: begun.childArn });
  }
  if (early !== undefined) await settled(run, thread, state, early);
}

/** The task is over: by its answer, its token, or the end of the execution it started. */
export async function settled(run: Run, thread: Thread, state: State, outcome: Outcome): Promise<void> {
  const resource = resourceOf(state);
  const isFunction = resource.style === 'function';
  const of = isFunction ? {} : { resourceType: resource.resourceType, resource: resource.resource };
  const end = outcome.kind === 'result' ? carried(resource, outcome) : outcome;
  if (end.kind === 'failure') {
    const wasSubmitted = thread.phase.kind === 'task' && thread.phase.task.isSubmitted;
    const type = isFunction
      ? 'LambdaFunctionFailed'
      : resource.until === 'answer' || wasSubmitted
        ? 'TaskFailed'
        : 'TaskSubmitFailed';
    run.record(thread, type, { ...of, ...errorDetails(end.error, end.cause) });
    throw failureOf(end);
  }
  run.record(thread, isFunction ? 'LambdaFunctionSucceeded' : 'TaskSucceeded', { ...of, output: end.text });
  const scene = withInputPath(sceneOf(run, thread), state);
  const { output, assigned } = await resultPassed(scene, state, parseJson(end.text));
  run.exit(thread, state, output, assigned, state.next);
}

/** The result, unless it is more than a state carries. */
function carried(resource: Resource, result: Extract<Outcome, { kind: 'result' }>): Outcome {
  if (isTooDeep(result.text)) return { kind: 'failure', error: 'States.Runtime', cause: TOO_DEEP };
  if (!isTooLarge(result.text)) return result;
  const what = resource.style === 'function' ? resource.resource : resource.resourceType;
  return { kind: 'failure', error: 'States.DataLimitExceeded', cause: tooLargeCause(what) };
}

/** TimeoutSeconds or HeartbeatSeconds have passed. */
export function timedOut(run: Run, thread: Thread, state: State, isHeartbeat: boolean): never {
  const resource = resourceOf(state);
  if (resource.style === 'function') run.record(thread, 'LambdaFunctionTimedOut', { error: 'States.Timeout' });
  else {
    run.record(thread, 'TaskTimedOut', {
      resourceType: resource.resourceType,
      resource: resource.resource,
      error: 'States.Timeout',
    });
  }
  throw new TimeoutError(isHeartbeat);
}
