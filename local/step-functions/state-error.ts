/**
 * An error of a state as Step Functions matches and records it.
 *
 * Follows https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html
 */
export class StateError extends Error {
  override readonly name = 'StateError';
  /** The error name, e.g. `States.Timeout`; a Fail state or SendTaskFailure may give none. */
  readonly error: string | undefined;
  readonly causeText: string | undefined;
  constructor(error: string | undefined, causeText: string | undefined) {
    super(`${error ?? 'no error name'}: ${causeText ?? 'no cause'}`);
    this.error = error;
    this.causeText = causeText;
  }
}

/** A JSONata expression, or what it gave, does not fit: also recorded as EvaluationFailed. */
export class QueryError extends StateError {
  /** The field, e.g. `Output/result`; AWS leaves it out when the state's input itself does not fit. */
  readonly location: string | undefined;
  /** AWS records the failure as a successor of StateEntered (a Timestamp that is no instant), else of what came before it. */
  readonly afterEntered: boolean;
  constructor(causeText: string, location: string | undefined, afterEntered = false) {
    super('States.QueryEvaluationError', causeText);
    this.location = location;
    this.afterEntered = afterEntered;
  }
}

/** A path, reference or value that cannot be processed; no Retry and no Catch takes it. */
export class RuntimeError extends StateError {
  constructor(causeText: string) {
    super('States.Runtime', causeText);
  }
}

/** A task or its heartbeat took too long. AWS records both as `States.Timeout`; a catcher may name the heartbeat's own. */
export class TimeoutError extends StateError {
  readonly isHeartbeat: boolean;
  constructor(isHeartbeat: boolean) {
    super('States.Timeout', undefined);
    this.isHeartbeat = isHeartbeat;
  }
}

/** The errors that `States.ALL` does not cover. */
const NOT_COVERED_BY_ALL = new Set(['States.Runtime', 'States.DataLimitExceeded']);
/** What `States.TaskFailed` does not cover: it stands for every error but time-outs. */
const NOT_TASK_FAILED = new Set([...NOT_COVERED_BY_ALL, 'States.Timeout', 'States.HeartbeatTimeout']);

/** Whether a retrier or catcher with these `ErrorEquals` takes the error. */
export function takesError(errorEquals: readonly string[], thrown: StateError): boolean {
  const { error } = thrown;
  if (error === 'States.Runtime') return false;
  if (thrown instanceof TimeoutError && thrown.isHeartbeat && errorEquals.includes('States.HeartbeatTimeout'))
    return true;
  for (const name of errorEquals) {
    if (name === error) return true;
    if (name === 'States.ALL' && !NOT_COVERED_BY_ALL.has(error ?? '')) return true;
    if (name === 'States.TaskFailed' && !NOT_TASK_FAILED.has(error ?? '')) return true;
  }
  return false;
}
