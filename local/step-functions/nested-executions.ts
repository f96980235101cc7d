import { hash } from 'node:crypto';
import type { VirtualClock } from '#local/clock/virtual-clock.ts';
import { AwsError } from '#local/wire/aws-error.ts';
import { readMachine } from './definition/definition.ts';
import { DISK_PAUSE_MS, type Engine } from './engine.ts';
import { type Call, type Execution, newExecution, type Outcome, threadsFrom } from './execution.ts';
import type { ExecutionRow } from './execution-row.ts';
import type { ExecutionStore } from './execution-store.ts';
import { outcomeOf } from './integrations/results.ts';
import { type Json, type JsonObject, parseJson, tryParseJson } from './json.ts';
import type { Effect } from './run.ts';
import { itemEnded, nestedEnded, stopped } from './stimuli.ts';

type Waiting = (row: ExecutionRow) => void;

/**
 * Executions that other executions wait for: `states:startExecution.sync` and the items of a distributed Map.
 *
 * Follows https://docs.aws.amazon.com/step-functions/latest/dg/connect-stepfunctions.html.
 * Who waits for whom is in memory only: after a restart those who wait are resumed and ask again.
 */
export class NestedExecutions {
  readonly #engine: Engine;
  readonly #store: ExecutionStore;
  readonly #clock: VirtualClock;
  readonly #waiting = new Map<string, Waiting[]>();

  constructor(engine: Engine, store: ExecutionStore, clock: VirtualClock) {
    this.#engine = engine;
    this.#store = store;
    this.#clock = clock;
  }

  perform(parent: Execution, effect: Exclude<Effect, { kind: 'call' }>): void {
    if (effect.kind === 'stop-children') this.#stopItems(effect.mapRunArn);
    else if (effect.kind === 'stop-nested') this.#stop(effect.arn);
    else if (effect.kind === 'begin-child') this.#beginItem(parent, effect);
    else {
      const { thread, task, arn } = effect;
      this.#wait(arn, (row) => {
        const outcome = outcomeOfNested(row, task.call.isSecondSync === true);
        this.#engine.post(parent.id, nestedEnded(thread, task.scheduled, outcome));
      });
    }
  }

  /** Tells those who wait; stops those whom an ended execution had started and waited for. */
  ended(execution: Execution): void {
    const waiting = this.#waiting.get(execution.arn);
    this.#waiting.delete(execution.arn);
    if (waiting !== undefined) {
      const row = this.#store.row(execution.arn);
      if (row !== undefined) for (const tell of waiting) tell(row);
    }
    if (execution.status === 'SUCCEEDED') return;
    for (const { phase } of threadsFrom(execution.root)) {
      if (phase.kind === 'joining' && phase.join.mapRun !== undefined) this.#stopItems(phase.join.mapRun.arn);
      if (phase.kind === 'task' && phase.task.childArn !== undefined) this.#stop(phase.task.childArn);
    }
  }

  /** The answer that a stop hid: a StartExecution made again finds its execution there, perhaps over already. */
  begunBefore(call: Call, error: unknown): Outcome | undefined {
    if (!(error instanceof AwsError) || error.name !== 'ExecutionAlreadyExists') return undefined;
    const row = this.#store.row(/'(.+)'/.exec(error.message)?.[1] ?? '');
    if (row === undefined || row.input !== (call.input.input ?? '{}')) return undefined;
    return outcomeOf(call, { executionArn: row.arn, startDate: row.startedAt / 1000 });
  }

  #wait(arn: string, tell: Waiting): void {
    const row = this.#store.row(arn);
    if (row !== undefined && row.status !== 'RUNNING') tell(row);
    else this.#waiting.set(arn, [...(this.#waiting.get(arn) ?? []), tell]);
  }

  #beginItem(parent: Execution, item: Extract<Effect, { kind: 'begin-child' }>): void {
    const { thread, mapRun, index, input } = item;
    const arn = itemArn(mapRun.arn, index);
    this.#wait(arn, (row) => {
      const hasFailed = row.status !== 'SUCCEEDED';
      const result = hasFailed ? failedItem(row) : parseJson(row.output ?? 'null');
      this.#engine.post(parent.id, itemEnded(thread, mapRun.arn, index, { result, hasFailed }));
    });
    if (this.#store.row(arn) !== undefined) return;
    const execution = newExecution({
      id: this.#store.nextId(),
      arn,
      machineArn: parent.machineArn,
      machineName: parent.machineName,
      roleArn: parent.roleArn,
      machine: readMachine(mapRun.definition),
      input,
      inputText: JSON.stringify(input),
      startedAt: this.#clock.now(),
      mapRun: { arn: mapRun.arn, index },
    });
    this.#engine.begin(execution).catch(() => {
      // The disk refused: the parent waits for the item, so it is begun again.
      setTimeout(() => this.#beginItem(parent, item), DISK_PAUSE_MS).unref();
    });
  }

  #stop(arn: string): void {
    const nested = this.#store.row(arn);
    if (nested?.status === 'RUNNING') this.#engine.post(nested.id, stopped(undefined, undefined));
  }

  #stopItems(mapRunArn: string): void {
    for (const { id, status } of this.#store.childrenOf(mapRunArn)) {
      if (status === 'RUNNING') this.#engine.post(id, stopped(undefined, undefined));
    }
  }
}

/** The ARN of an item's execution; the same for the same item, so that it begins only once. */
function itemArn(mapRunArn: string, index: number): string {
  const [prefix, path] = [mapRunArn.split(':').slice(0, 5).join(':'), mapRunArn.split(':')[6] ?? ''];
  const digits = hash('sha1', `${mapRunArn} ${index}`, 'hex');
  return `${prefix}:execution:${path}:${digits.slice(0, 8)}-${digits.slice(8, 12)}-${digits.slice(12, 16)}-${digits.slice(16, 20)}-${digits.slice(20, 32)}`;
}

/** What stands for a failed item in the state's result: AWS gives its execution's data, where others give their output. */
function failedItem(row: ExecutionRow): JsonObject {
  const { arn, machineArn, input, startedAt, stoppedAt, status, error, cause, redrives } = row;
  return {
    ...(cause === undefined ? {} : { Cause: cause }),
    ...(error === undefined ? {} : { Error: error }),
    ExecutionArn: arn,
    Input: input,
    InputDetails: { Included: true },
    Name: arn.slice(arn.lastIndexOf(':') + 1),
    RedriveCount: redrives,
    RedriveStatus: 'REDRIVABLE_BY_MAP_RUN',
    StartDate: new Date(startedAt).toISOString(),
    StateMachineArn: machineArn,
    Status: status,
    ...(stoppedAt === undefined ? {} : { StopDate: new Date(stoppedAt).toISOString() }),
  };
}

function outcomeOfNested(row: ExecutionRow, isParsed: boolean): Outcome {
  const data = (text: string | undefined): Json | undefined =>
    text === undefined ? undefined : isParsed ? tryParseJson(text) : text;
  const described = JSON.stringify({
    ExecutionArn: row.arn,
    Input: data(row.input),
    InputDetails: { Included: true },
    Name: row.arn.slice(row.arn.lastIndexOf(':') + 1),
    Output: data(row.output),
    OutputDetails: row.output === undefined ? undefined : { Included: true },
    RedriveCount: row.redrives,
    RedriveStatus: row.status === 'SUCCEEDED' ? 'NOT_REDRIVABLE' : 'REDRIVABLE',
    RedriveStatusReason: row.status === 'SUCCEEDED' ? 'Execution is SUCCEEDED and cannot be redriven' : undefined,
    StartDate: row.startedAt,
    StateMachineArn: row.machineArn,
    Status: row.status,
    StopDate: row.stoppedAt,
    Error: row.error,
    Cause: row.cause,
  });
  if (row.status === 'SUCCEEDED') return { kind: 'result', text: described };
  return { kind: 'failure', error: 'States.TaskFailed', cause: described };
}
