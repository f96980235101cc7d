import type { Variables } from './data-flow/scene.ts';
import type { Body, Machine } from './definition/definition.ts';
import type { Json, JsonObject } from './json.ts';

export type Status = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';

/**
 * A running execution as the engine holds it in memory; all of it can be built anew from its snapshot (snapshot.ts).
 *
 * Follows https://docs.aws.amazon.com/step-functions/latest/dg/concepts-state-machine-executions.html
 */
export type Execution = {
  /** Number of the execution in this home. */
  readonly id: number;
  readonly arn: string;
  readonly name: string;
  readonly machineArn: string;
  readonly machineName: string;
  readonly roleArn: string;
  readonly machine: Machine;
  readonly input: Json;
  readonly inputText: string;
  readonly startedAt: number;
  /** The instant at which it times out: the machine's TimeoutSeconds or a year. */
  deadlineAt: number;
  /** Of a distributed Map's child: its map run and its place among the items. */
  readonly mapRun: { readonly arn: string; readonly index: number } | undefined;
  redriveCount: number;
  redrivenAt: number | undefined;
  status: Status;
  stoppedAt: number | undefined;
  outputText: string | undefined;
  error: string | undefined;
  cause: string | undefined;
  /** How many events are recorded; the id of the last. */
  eventCount: number;
  threadCount: number;
  root: Thread;
};

/** One sequence of states: the execution's own, a branch of a Parallel state, or an iteration of a Map state. */
export type Thread = {
  readonly id: number;
  readonly parent: Thread | undefined;
  readonly body: Body;
  /** Which of the parent state's bodies, and its place among the results. */
  readonly index: number;
  readonly variables: { [name: string]: Json };
  /** `Map` of the context object, in an iteration. */
  readonly item: JsonObject | undefined;
  /** The name of the state it is in or about to enter. */
  state: string;
  input: Json;
  inputText: string;
  /** Id of its last event. */
  previous: number;
  enteredAt: number;
  enteredEvent: number;
  /** Id of the event before the state was entered. */
  beforeEntered: number;
  /** Retries so far, by retrier. */
  retries: number[];
  phase: Phase;
  /** Of a Parallel or Map state that failed: where its threads stood, for a redrive. */
  broken: Join | undefined;
};

export type Phase =
  | { readonly kind: 'entering' }
  | { readonly kind: 'attempting' }
  | { readonly kind: 'retrying'; readonly dueAt: number }
  | { readonly kind: 'waiting'; readonly dueAt: number }
  | { readonly kind: 'task'; readonly task: Task }
  | { readonly kind: 'joining'; readonly join: Join }
  | { readonly kind: 'over' };

/** What became of a task. */
export type Outcome =
  | { readonly kind: 'result'; readonly text: string }
  | { readonly kind: 'failure'; readonly error: string | undefined; readonly cause: string | undefined };

/** A task under way: its call, then perhaps the wait for its token or for the other execution's end. */
export type Task = {
  /** Id of its TaskScheduled or LambdaFunctionScheduled event. */
  readonly scheduled: number;
  readonly call: Call;
  /** What ends it: the call's own answer, a token, or the end of the execution it started. */
  readonly until: 'answer' | 'token' | 'execution';
  readonly timeoutAt: number | undefined;
  readonly heartbeatMs: number | undefined;
  heartbeatAt: number | undefined;
  /** The call's answer is recorded. */
  isSubmitted: boolean;
  /** The execution it started and waits for. */
  childArn: string | undefined;
  /** Came by token before the call's answer was. */
  early: Outcome | undefined;
};

/** A call of an AWS operation as it is made, and made again when a crash hid its answer. */
export type Call = {
  /** How results and errors are shaped: `lambda` (a bare function ARN), `optimized` or `sdk`. */
  readonly style: 'function' | 'optimized' | 'sdk';
  readonly service: string;
  readonly operation: string;
  readonly input: JsonObject;
  /** Of `.sync:2`: the other execution's input and output come as JSON, not as text. */
  readonly isSecondSync?: boolean;
  /** The role of the task's Credentials, in place of the state machine's. */
  readonly roleArn?: string;
};

/** What a Parallel or Map state waits for. */
export type Join = {
  readonly children: Thread[];
  readonly results: Json[];
  /** Map: what is iterated over. */
  readonly items: readonly Json[];
  readonly concurrency: number;
  /** How many were begun and how many are over. */
  begun: number;
  over: number;
  failed: number;
  /** Map: failures borne before the state fails. */
  readonly tolerated: number;
  /** Distributed Map: its iterations are executions of their own. */
  readonly mapRun: MapRun | undefined;
};

/** A distributed Map's run. */
export type MapRun = {
  readonly arn: string;
  /** The children's definition. */
  readonly definition: string;
  /** Which items' executions are over. */
  readonly ended: boolean[];
};

/** Begins a thread at the start of a body. */
export function newThread(
  execution: Execution | { threadCount: number },
  body: Body,
  from: { parent?: Thread; index?: number; item?: JsonObject; input: Json; inputText: string; previous: number },
): Thread {
  execution.threadCount += 1;
  const outer: Variables | null = from.parent?.variables ?? null;
  return {
    id: execution.threadCount,
    parent: from.parent,
    body,
    index: from.index ?? 0,
    variables: Object.create(outer),
    item: from.item,
    state: body.startAt,
    input: from.input,
    inputText: from.inputText,
    previous: from.previous,
    enteredAt: 0,
    enteredEvent: 0,
    beforeEntered: 0,
    retries: [],
    phase: { kind: 'entering' },
    broken: undefined,
  };
}

/** The thread and all that are under it, parents first. */
export function* threadsFrom(thread: Thread): Generator<Thread> {
  yield thread;
  if (thread.phase.kind !== 'joining') return;
  for (const child of thread.phase.join.children) yield* threadsFrom(child);
}

/** 365 days: AWS ends an execution that lasts longer. */
export const LONGEST_EXECUTION_MS = 365 * 24 * 3_600_000;

/** An execution about to begin. */
export function newExecution(
  from: Pick<
    Execution,
    'id' | 'arn' | 'machineArn' | 'machineName' | 'roleArn' | 'machine' | 'input' | 'inputText' | 'startedAt'
  > & {
    readonly mapRun?: Execution['mapRun'];
  },
): Execution {
  const { body } = from.machine;
  const counted = { threadCount: 0 };
  const root = newThread(counted, body, { input: from.input, inputText: from.inputText, previous: 0 });
  return {
    ...from,
    name: from.arn.slice(from.arn.lastIndexOf(':') + 1),
    deadlineAt: deadlineFrom(from.startedAt, from.machine, from.startedAt),
    mapRun: from.mapRun,
    redriveCount: 0,
    redrivenAt: undefined,
    status: 'RUNNING',
    stoppedAt: undefined,
    outputText: undefined,
    error: undefined,
    cause: undefined,
    eventCount: 0,
    threadCount: counted.threadCount,
    root,
  };
}

/** When an execution that begins, or is redriven, at the instant times out. A redrive gives it no second year. */
export function deadlineFrom(at: number, machine: Machine, startedAt: number): number {
  return Math.min(startedAt + LONGEST_EXECUTION_MS, at + (machine.timeoutSeconds ?? Number.POSITIVE_INFINITY) * 1000);
}
