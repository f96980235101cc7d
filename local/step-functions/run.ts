import type { State } from './definition/definition.ts';
import {
  type Execution,
  type MapRun,
  newThread,
  type Outcome,
  type Status,
  type Task,
  type Thread,
  threadsFrom,
} from './execution.ts';
import { MOST_EVENTS, type StoredEvent } from './history.ts';
import { isTooDeep, isTooLarge, type Json, type JsonObject, TOO_DEEP } from './json.ts';
import { QueryError, RuntimeError, StateError } from './state-error.ts';

/** What leaves the engine once the events are on disk. */
export type Effect =
  /** `isAgain`: it was made before, but a stop hid the answer. */
  | { readonly kind: 'call'; readonly thread: number; readonly task: Task; readonly isAgain: boolean }
  | { readonly kind: 'watch'; readonly thread: number; readonly task: Task; readonly arn: string }
  | {
      readonly kind: 'begin-child';
      readonly thread: number;
      readonly mapRun: MapRun;
      readonly index: number;
      readonly input: Json;
    }
  | { readonly kind: 'stop-children'; readonly mapRunArn: string }
  | { readonly kind: 'stop-nested'; readonly arn: string };

/** A call that only reads, made at once: made again after a crash it changes nothing. */
export type Reading = (service: string, operation: string, input: JsonObject) => Promise<Record<string, unknown>>;

/**
 * One stretch of an execution: from what woke it until all its threads wait again.
 *
 * Records events as https://docs.aws.amazon.com/step-functions/latest/apireference/API_HistoryEvent.html names them.
 * It changes the execution in memory; the engine commits both before any effect.
 */
export class Run {
  readonly execution: Execution;
  readonly nowMs: number;
  readonly region: string;
  readonly events: StoredEvent[] = [];
  readonly effects: Effect[] = [];
  /** Threads that can move. */
  readonly ready: Thread[] = [];
  /** Branches and iterations that have ended, for the state above them. */
  readonly over: { readonly thread: Thread; readonly failure: StateError | undefined }[] = [];

  readonly read: Reading;
  /** Map runs that began: kept in the same commit as their events. */
  readonly mapRuns: { readonly mapRun: MapRun; readonly items: readonly Json[] }[] = [];

  constructor(execution: Execution, nowMs: number, region: string, read: Reading) {
    this.read = read;
    this.execution = execution;
    this.nowMs = nowMs;
    this.region = region;
  }

  get isOver(): boolean {
    return this.execution.status !== 'RUNNING';
  }

  /** Records an event of the thread. @returns its id */
  record(thread: Thread, type: string, details: JsonObject, previous = thread.previous): number {
    if (this.isOver) return this.execution.eventCount;
    const id = this.#add(type, previous, details);
    thread.previous = id;
    return id;
  }

  #add(type: string, previous: number, details: JsonObject): number {
    this.execution.eventCount += 1;
    this.events.push([type, previous, this.nowMs, details]);
    if (this.execution.eventCount === MOST_EVENTS - 1 && this.execution.status === 'RUNNING') {
      this.#conclude('FAILED', this.execution.eventCount, {
        error: 'States.Runtime',
        cause: `The execution reached the maximum number of history events (${MOST_EVENTS}).`,
      });
    }
    return this.execution.eventCount;
  }

  /** Records that the thread entered its state. */
  entered(thread: Thread, state: State): void {
    thread.enteredAt = this.nowMs;
    thread.retries = [];
    thread.beforeEntered = thread.previous;
    // The first state's event names no predecessor, as AWS has it.
    const previous = thread.parent === undefined && thread.previous === 1 ? 0 : thread.previous;
    thread.beforeEntered = previous;
    thread.enteredEvent = this.record(
      thread,
      `${state.type}StateEntered`,
      { name: state.name, input: thread.inputText },
      previous,
    );
  }

  /** Records the exit and goes on to the next state, or ends the thread. */
  exit(thread: Thread, state: State, output: Json, assigned: JsonObject | undefined, next: string | undefined): void {
    const text = output === thread.input ? thread.inputText : JSON.stringify(output);
    if (isTooLarge(text)) throw new StateError('States.DataLimitExceeded', tooLargeCause(state.name));
    const variables = Object.entries(assigned ?? {}).map(([name, value]) => [name, JSON.stringify(value)] as const);
    // A loop that wraps what it passes on gets there.
    if (isTooDeep(text) || variables.some(([, value]) => isTooDeep(value))) throw new RuntimeError(TOO_DEEP);
    this.record(thread, `${state.type}StateExited`, {
      name: state.name,
      output: text,
      ...(variables.length === 0 ? {} : { assignedVariables: Object.fromEntries(variables) }),
    });
    if (assigned !== undefined) Object.assign(thread.variables, assigned);
    thread.input = output;
    thread.inputText = text;
    if (next === undefined) this.#finish(thread);
    else {
      thread.state = next;
      thread.phase = { kind: 'entering' };
      this.ready.push(thread);
    }
  }

  #finish(thread: Thread): void {
    thread.phase = { kind: 'over' };
    if (thread.parent !== undefined) this.over.push({ thread, failure: undefined });
    else this.#conclude('SUCCEEDED', thread.previous, { output: thread.inputText });
  }

  /** Ends the thread with an error that no Catch took. */
  fail(thread: Thread, error: StateError): void {
    thread.phase = { kind: 'over' };
    if (thread.parent !== undefined) this.over.push({ thread, failure: error });
    else this.#conclude('FAILED', thread.previous, errorDetails(error.error, error.causeText));
  }

  /** Ends the execution with an error of this thread, which neither a Catch nor a state above it takes. */
  failExecution(thread: Thread, error: StateError): void {
    this.#conclude('FAILED', thread.previous, errorDetails(error.error, error.causeText));
  }

  /** Ends the execution as a whole, whatever its threads do. */
  end(status: Exclude<Status, 'RUNNING' | 'SUCCEEDED'>, details: JsonObject): void {
    this.#conclude(status, 0, details);
  }

  #conclude(status: Exclude<Status, 'RUNNING'>, previous: number, details: JsonObject): void {
    const execution = this.execution;
    execution.status = status;
    execution.stoppedAt = this.nowMs;
    execution.outputText = typeof details.output === 'string' ? details.output : undefined;
    // AWS tells the error of a timed out execution only in its history.
    execution.error = typeof details.error === 'string' && status !== 'TIMED_OUT' ? details.error : undefined;
    execution.cause = typeof details.cause === 'string' ? details.cause : undefined;
    this.ready.length = 0;
    this.over.length = 0;
    this.effects.length = 0;
    this.#add(EVENT_OF_STATUS[status], previous, details);
  }

  /** Begins a thread under this one's state. */
  spawn(
    parent: Thread,
    from: { body: Thread['body']; index: number; item?: JsonObject; input: Json; previous: number },
  ): Thread {
    const inputText = from.input === parent.input ? parent.inputText : JSON.stringify(from.input);
    const child = newThread(this.execution, from.body, { ...from, parent, inputText });
    this.ready.push(child);
    return child;
  }

  /** The thread of this number, if it is still there. */
  threadOf(id: number): Thread | undefined {
    for (const thread of threadsFrom(this.execution.root)) if (thread.id === id) return thread;
    return undefined;
  }

  /** The error with AWS's words about where it happened, and EvaluationFailed recorded when it is one of JSONata. */
  located(thread: Thread, state: State, error: StateError): StateError {
    if (!(error instanceof RuntimeError || error instanceof QueryError)) return error;
    const cause = `An error occurred while executing the state '${state.name}' (entered at the event id #${thread.enteredEvent}). ${error.causeText ?? ''}`;
    if (error instanceof QueryError) {
      const isFirst = thread.previous === thread.enteredEvent && !error.afterEntered;
      this.record(
        thread,
        'EvaluationFailed',
        {
          state: state.name,
          error: 'States.QueryEvaluationError',
          cause,
          ...(error.location === undefined ? {} : { location: error.location }),
        },
        isFirst ? thread.beforeEntered : thread.previous,
      );
    }
    return new StateError(error.error, cause);
  }
}

const EVENT_OF_STATUS = {
  SUCCEEDED: 'ExecutionSucceeded',
  FAILED: 'ExecutionFailed',
  TIMED_OUT: 'ExecutionTimedOut',
  ABORTED: 'ExecutionAborted',
} as const;

/** `error` and `cause` as event details: what is not there is left out. */
export function errorDetails(error: string | undefined, cause: string | undefined): JsonObject {
  return { ...(error === undefined ? {} : { error }), ...(cause === undefined ? {} : { cause }) };
}

/** AWS's words for a result above 256 KiB. */
export function tooLargeCause(what: string): string {
  return `The state/task '${what}' returned a result with a size exceeding the maximum number of bytes service limit.`;
}

/** An outcome's failure as an error. */
export function failureOf(outcome: Extract<Outcome, { kind: 'failure' }>): StateError {
  return new StateError(outcome.error, outcome.cause);
}
