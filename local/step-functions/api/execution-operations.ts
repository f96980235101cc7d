import { randomUUID } from 'node:crypto';
import type { VirtualClock } from '#local/clock/virtual-clock.ts';
import type { Journal } from '#local/journal/journal.ts';
import { AwsError } from '#local/wire/aws-error.ts';
import { readMachine } from '../definition/definition.ts';
import type { Engine } from '../engine.ts';
import { newExecution } from '../execution.ts';
import type { ExecutionRow } from '../execution-row.ts';
import type { ExecutionStore } from '../execution-store.ts';
import { shownEvent } from '../history.ts';
import { type Json, tryParseJson } from '../json.ts';
import type { MachineRow } from '../machine-store.ts';
import { stopped } from '../stimuli.ts';
import { type Arns, checkedArn, checkedName } from './arns.ts';
import { jsonFault } from './json-fault.ts';
import { leftOut, type MachineOperations, shownMachine } from './machine-operations.ts';
import { type Input, maxResults, optionalText, pagePosition, pageToken } from './members.ts';
import { notRedrivable, Redrives, redriveOf } from './redrives.ts';

/** 90 days: so long a finished execution and its history can be seen. */
const KEPT_MS = 90 * 24 * 3_600_000;

export type ExecutionParts = {
  readonly engine: Engine;
  readonly store: ExecutionStore;
  readonly machines: MachineOperations;
  readonly clock: VirtualClock;
  readonly journal: Journal;
  readonly arns: Arns;
};

/**
 * Operations on executions.
 *
 * Follows https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html and its neighbours.
 * Leaves out synchronous (Express) executions.
 */
export class ExecutionOperations {
  readonly #parts: ExecutionParts;
  /** Begun, but not in the journal yet. */
  readonly #beginning = new Map<
    string,
    { readonly inputText: string; readonly startedAt: number; readonly done: Promise<void> }
  >();
  readonly #redrives = new Redrives();
  #forgotAt = 0;

  constructor(parts: ExecutionParts) {
    this.#parts = parts;
  }

  async start(input: Input): Promise<Record<string, unknown>> {
    if (String(input.stateMachineArn).includes('/'))
      throw new AwsError(
        'ValidationException',
        'the ARN of a Map state cannot be started, only that of its state machine',
      );
    const machine = this.#parts.machines.existing(input.stateMachineArn);
    const name = input.name === undefined || input.name === null ? randomUUID() : checkedName(input.name);
    const inputText = optionalText(input, 'input') ?? '{}';
    const value = tryParseJson(inputText);
    if (value === undefined) throw invalidInput(jsonFault(inputText));
    const arn = this.#parts.arns.execution(machine.name, name);
    const beginning = this.#beginning.get(arn);
    if (beginning !== undefined) {
      if (beginning.inputText !== inputText) throw alreadyExists(arn);
      await beginning.done;
      return { executionArn: arn, startDate: beginning.startedAt / 1000 };
    }
    const known = this.#row(arn);
    if (known !== undefined) {
      if (known.status !== 'RUNNING' || known.input !== inputText) throw alreadyExists(arn);
      return { executionArn: arn, startDate: known.startedAt / 1000 };
    }
    // Older than 90 days: its name may be used again. Staged before the new one, so committed before it.
    const forgotten = this.#parts.store.row(arn);
    if (forgotten !== undefined)
      this.#parts.journal.write('executions-forgotten', () => this.#parts.store.delete(forgotten.id)).catch(() => {});
    return this.#begin(machine, arn, value, inputText);
  }

  async #begin(machine: MachineRow, arn: string, value: Json, inputText: string): Promise<Record<string, unknown>> {
    const startedAt = this.#parts.clock.now();
    const execution = newExecution({
      id: this.#parts.store.nextId(),
      arn,
      machineArn: machine.arn,
      machineName: machine.name,
      roleArn: machine.roleArn,
      machine: readMachine(machine.definition),
      input: value,
      inputText,
      startedAt,
    });
    const done = this.#parts.engine.begin(execution);
    this.#beginning.set(arn, { inputText, startedAt, done });
    try {
      await done;
    } finally {
      this.#beginning.delete(arn);
    }
    this.#forgetOld(startedAt);
    return { executionArn: arn, startDate: startedAt / 1000 };
  }

  describe(input: Input): Record<string, unknown> {
    const row = this.#existing(input.executionArn);
    return {
      ...shownExecution(row),
      input: row.input,
      inputDetails: { included: true },
      ...(row.output === undefined ? {} : { output: row.output, outputDetails: { included: true } }),
      ...(row.error === undefined ? {} : { error: row.error }),
      ...(row.cause === undefined ? {} : { cause: row.cause }),
      ...redriveOf(row, this.#parts.clock.now()),
    };
  }

  list(input: Input): Record<string, unknown> {
    const statusFilter = optionalText(input, 'statusFilter');
    const machine = this.#listed(input, statusFilter);
    const count = maxResults(input);
    const before = pagePosition(input) ?? Number.MAX_SAFE_INTEGER;
    const since = this.#parts.clock.now() - KEPT_MS;
    const rows = this.#parts.store.list(machine.arn, statusFilter, before, count + 1, since);
    const shown = rows.slice(0, count);
    const last = shown.at(-1);
    return {
      executions: shown.map(shownExecution),
      ...(rows.length > count && last !== undefined ? { nextToken: pageToken(last.id) } : {}),
    };
  }

  /** The state machine whose executions are asked for: some filters are for map runs alone. */
  #listed(input: Input, statusFilter: string | undefined): MachineRow {
    const { stateMachineArn, mapRunArn } = input;
    const hasMachine = (stateMachineArn ?? undefined) !== undefined;
    if (!hasMachine && (mapRunArn ?? undefined) !== undefined) throw leftOut('operations on map runs');
    if (!hasMachine) throw new AwsError('ValidationException', 'Must provide a StateMachine ARN or MapRun ARN');
    if (statusFilter === 'PENDING_REDRIVE' || (input.redriveFilter ?? undefined) !== undefined) {
      const filter = statusFilter === 'PENDING_REDRIVE' ? `the status filter ${statusFilter}` : 'a redrive filter';
      throw new AwsError('ValidationException', `${filter} needs a MapRun ARN`);
    }
    return this.#parts.machines.existing(stateMachineArn);
  }

  async stop(input: Input): Promise<Record<string, unknown>> {
    const row = this.#existing(input.executionArn);
    if (row.status === 'RUNNING') {
      // It may have ended meanwhile: then there is nothing to stop.
      const isEnded = (error: unknown): boolean => error instanceof AwsError && error.name === 'TaskTimedOut';
      await this.#parts.engine
        .happen(row.id, stopped(optionalText(input, 'error'), optionalText(input, 'cause')))
        .catch((error: unknown) => (isEnded(error) ? undefined : Promise.reject(error)));
    }
    return { stopDate: (this.#existing(input.executionArn).stoppedAt ?? this.#parts.clock.now()) / 1000 };
  }

  async redrive(input: Input): Promise<Record<string, unknown>> {
    const row = this.#existing(input.executionArn);
    const now = this.#parts.clock.now();
    const token = optionalText(input, 'clientToken');
    const before = this.#redrives.before(row.arn, token, now);
    if (before !== undefined) return { redriveDate: (await before) / 1000 };
    if (this.#redrives.isUnderWay(row.arn)) throw notRedriven('Execution is RUNNING and cannot be redriven');
    const redriveDate = await this.#redrives.begin(row.arn, token, now, () => this.#redriven(row, now));
    return { redriveDate: redriveDate / 1000 };
  }

  async #redriven(row: ExecutionRow, now: number): Promise<number> {
    const { engine, store } = this.#parts;
    const refusal = notRedrivable(row, now);
    if (refusal !== undefined) throw notRedriven(refusal);
    if (row.mapRun !== undefined) throw notRedriven('Execution is a child of a map run and is redriven with it');
    const execution = store.load(row.id, true);
    if (execution === undefined) throw notRedriven(`nothing is kept of ${row.arn}`);
    await engine.redrive(execution);
    return this.#existing(row.arn).redrivenAt ?? now;
  }

  history(input: Input): Record<string, unknown> {
    const row = this.#existing(input.executionArn);
    const isReversed = input.reverseOrder === true;
    const count = maxResults(input);
    const from = pagePosition(input) ?? (isReversed ? Number.MAX_SAFE_INTEGER : 1);
    const found = this.#parts.store.events(row.id, from, count + 1, isReversed);
    const next = found[count];
    return {
      events: found.slice(0, count).map(([id, event]) => shownEvent(id, event, input.includeExecutionData !== false)),
      ...(next === undefined ? {} : { nextToken: pageToken(next[0]) }),
    };
  }

  describeMachine(input: Input): Record<string, unknown> {
    const row = this.#existing(input.executionArn);
    const definition = this.#parts.store.definition(row.definition).text;
    const name = row.machineArn.slice(row.machineArn.lastIndexOf(':') + 1);
    return {
      ...shownMachine({ arn: row.machineArn, name, definition, roleArn: row.roleArn }),
      ...(this.#parts.machines.revisionOf(row.machineArn, definition) ?? { updateDate: row.startedAt / 1000 }),
    };
  }

  #row(arn: string): ExecutionRow | undefined {
    const row = this.#parts.store.row(arn);
    return row === undefined || this.#isForgotten(row) ? undefined : row;
  }

  #existing(executionArn: unknown): ExecutionRow {
    const arn = checkedArn(executionArn, 'execution');
    const row = this.#row(arn);
    if (row === undefined) throw new AwsError('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`);
    return row;
  }

  #isForgotten(row: ExecutionRow): boolean {
    return row.stoppedAt !== undefined && row.stoppedAt < this.#parts.clock.now() - KEPT_MS;
  }

  /** Deletes forgotten executions, looking once a virtual hour at most: whoever asks sees none of them anyway. */
  #forgetOld(now: number): void {
    if (now - this.#forgotAt < 3_600_000) return;
    this.#forgotAt = now;
    let deleted = 0;
    this.#parts.journal
      .write('executions-forgotten', () => {
        deleted = this.#parts.store.forget(now - KEPT_MS);
      })
      // A hundred at once, so that no commit becomes long.
      .then(() => {
        if (deleted === 100) this.#forgotAt = 0;
      })
      .catch(() => {});
  }
}

function shownExecution(row: ExecutionRow): Record<string, unknown> {
  return {
    executionArn: row.arn,
    stateMachineArn: row.machineArn,
    name: row.arn.slice(row.arn.lastIndexOf(':') + 1),
    status: row.status,
    startDate: row.startedAt / 1000,
    ...(row.stoppedAt === undefined ? {} : { stopDate: row.stoppedAt / 1000 }),
    redriveCount: row.redrives,
    ...(row.redrivenAt === undefined ? {} : { redriveDate: row.redrivenAt / 1000 }),
    ...(row.mapRun === undefined ? {} : { mapRunArn: row.mapRun, itemCount: 1 }),
  };
}

function notRedriven(why: string): AwsError {
  return new AwsError('ExecutionNotRedrivable', `Execution Not Redrivable: '${why}'`);
}

function alreadyExists(arn: string): AwsError {
  return new AwsError('ExecutionAlreadyExists', `Execution Already Exists: '${arn}'`);
}

function invalidInput(why: string): AwsError {
  return new AwsError('InvalidExecutionInput', `Invalid State Machine Execution Input: '${why}'`);
}
