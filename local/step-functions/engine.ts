import type { Quiet } from '#local/clock/quiet.ts';
import type { VirtualClock } from '#local/clock/virtual-clock.ts';
import type { Journal } from '#local/journal/journal.ts';
import { AwsError } from '#local/wire/aws-error.ts';
import type { AwsCall, Principal } from '#local/wire/aws-service.ts';
import { advance, brokenRun, nextDueAt } from './advance.ts';
import { Alarms } from './alarms.ts';
import { Announcer } from './announcer.ts';
import { deadlineFrom, type Execution, type Outcome, type Task, type Thread } from './execution.ts';
import type { ExecutionStore } from './execution-store.ts';
import { failureOfCall, outcomeOf } from './integrations/results.ts';
import { NestedExecutions } from './nested-executions.ts';
import { type Effect, Run } from './run.ts';
import { snapshotOf } from './snapshot.ts';
import {
  callAnswered,
  isPending,
  isTaken,
  type Mail,
  redriven,
  resumed,
  type Stimulus,
  started,
  taskIsOver,
  timerFired,
  wentOn,
} from './stimuli.ts';

export type EngineParts = {
  readonly journal: Journal;
  readonly clock: VirtualClock;
  readonly quiet: Quiet;
  readonly gateway: { call(call: AwsCall): Promise<Record<string, unknown>> };
  readonly region: string;
};

type Live = {
  readonly execution: Execution;
  isPending: boolean;
  beginning: 'new' | 'redriven' | undefined;
  left: readonly Thread[];
};

/** 2_000: so many resting executions stay in memory; the others are parked and loaded when something happens to them. */
const MOST_RESTING = 2_000;
/** 1_000 (a second, real): the pause after the disk refused. */
export const DISK_PAUSE_MS = 1_000;
/** 256 executions move at once. */
const MOST_MOVING = 256;

/**
 * Behaves as https://docs.aws.amazon.com/step-functions/latest/dg/concepts-standard-vs-express.html says of standard
 * workflows, save that a task's call is made once more when a stop hid its answer.
 *
 * Moves executions: takes what happens to them one after the other, commits the events, then lets effects out.
 *
 * ```
 * something happens ─► run (events, memory) ─► commit ─► calls, answers, announcements
 *         ▲                                                │
 *         └──────────── timer, call's answer ──────────────┘
 * ```
 */
export class Engine {
  readonly #parts: EngineParts;
  readonly #store: ExecutionStore;
  readonly #alarms: Alarms;
  readonly #announcer: Announcer;
  readonly #nested: NestedExecutions;
  readonly #live = new Map<number, Live>();
  readonly #mail = new Map<number, Mail[]>();
  #queue: number[] = [];
  readonly #moving = new Set<number>();
  #endBusy: (() => void) | undefined;
  #isClosed = false;

  constructor(parts: EngineParts, store: ExecutionStore) {
    this.#parts = parts;
    this.#store = store;
    this.#alarms = new Alarms(parts.clock, store, (id) => this.post(id, timerFired));
    this.#announcer = new Announcer(parts, store);
    this.#nested = new NestedExecutions(this, store, parts.clock);
  }

  /** Arms the timers of all running executions and takes up what a stop interrupted. */
  start(): void {
    for (const id of this.#alarms.rearm()) this.post(id, resumed);
    this.#announcer.start();
  }

  /** No timer or answer moves an execution any more. */
  close(): void {
    this.#isClosed = true;
    this.#endBusy?.();
  }

  /** Begins an execution; resolves once it is in the journal. */
  begin(execution: Execution): Promise<void> {
    this.#live.set(execution.id, { execution, isPending: true, beginning: 'new', left: [] });
    return this.happen(execution.id, started(execution));
  }

  /** Runs a stopped execution on; resolves once that is in the journal. */
  redrive(execution: Execution): Promise<void> {
    const now = this.#parts.clock.now();
    execution.redriveCount += 1;
    execution.redrivenAt = now;
    execution.deadlineAt = deadlineFrom(now, execution.machine, execution.startedAt);
    this.#live.set(execution.id, { execution, isPending: true, beginning: 'redriven', left: [] });
    return this.happen(execution.id, redriven(execution));
  }

  /** Lets something happen; resolves when it is on disk. @throws AwsError when it was refused or the disk is full */
  happen(id: number, stimulus: Stimulus): Promise<void> {
    return new Promise((accepted, refused) => this.post(id, { ...stimulus, accepted, refused }));
  }

  /** Lets something happen. */
  post(id: number, mail: Mail): void {
    if (this.#isClosed) {
      mail.refused?.(new AwsError('ServiceUnavailable', 'Step Functions is stopping', 503));
      return;
    }
    const waiting = this.#mail.get(id);
    if (waiting !== undefined) waiting.push(mail);
    else {
      this.#mail.set(id, [mail]);
      if (!this.#moving.has(id)) this.#queue.push(id);
    }
    this.#endBusy ??= this.#parts.quiet.begin('executions');
    this.#pump();
  }

  #pump(): void {
    let taken = 0;
    for (; this.#moving.size < MOST_MOVING && taken < this.#queue.length; taken += 1) {
      const id = this.#queue[taken] ?? 0;
      this.#moving.add(id);
      void this.#move(id);
    }
    if (taken > 0) this.#queue = this.#queue.slice(taken);
    if (this.#moving.size > 0 || this.#queue.length > 0) return;
    this.#endBusy?.();
    this.#endBusy = undefined;
  }

  async #move(id: number): Promise<void> {
    for (let mail = this.#mail.get(id); mail !== undefined; mail = this.#mail.get(id)) {
      this.#mail.delete(id);
      await this.#stretch(id, mail);
    }
    this.#moving.delete(id);
    this.#pump();
  }

  async #stretch(id: number, mail: readonly Mail[]): Promise<void> {
    const live = this.#liveOf(id);
    if (live === undefined) {
      for (const { refused } of mail) refused?.(taskIsOver());
      return;
    }
    const run = this.#newRun(live.execution);
    run.ready.push(...live.left);
    const taken: Mail[] = [];
    try {
      for (const one of mail) if (await isTaken(run, one)) taken.push(one);
      live.left = (await advance(run)) ? [] : run.ready;
    } catch (error) {
      process.emitWarning(error instanceof Error ? error : String(error));
      const broken = brokenRun(error);
      if (!run.isOver) run.end('FAILED', { error: broken.error ?? '', cause: broken.causeText ?? '' });
      live.left = [];
    }
    this.#commit(live, run, taken);
    if (live.left.length > 0) this.post(id, wentOn);
  }

  /** The execution in memory, loaded when it was parked, and now the last to be parked. */
  #liveOf(id: number): Live | undefined {
    let live = this.#live.get(id);
    if (live === undefined) {
      const execution = this.#store.load(id);
      if (execution === undefined) return undefined;
      live = { execution, isPending: false, beginning: undefined, left: [] };
    }
    this.#live.delete(id);
    this.#live.set(id, live);
    return live;
  }

  #newRun(execution: Execution): Run {
    const { clock, region, gateway } = this.#parts;
    return new Run(execution, clock.now(), region, (service, operation, input) =>
      gateway.call({ principal: roleOf(execution), service, operation, input }),
    );
  }

  #commit(live: Live, run: Run, taken: readonly Mail[]): void {
    const { execution, beginning } = live;
    if (run.events.length === 0 && taken.length === 0) return;
    live.beginning = undefined;
    const { isOver } = run;
    const { eventCount } = execution;
    const first = eventCount - run.events.length + 1;
    const events = JSON.stringify(run.events);
    const snapshot = execution.status === 'SUCCEEDED' ? undefined : snapshotOf(execution);
    const wakeAt = nextDueAt(execution.root, execution.deadlineAt);
    const wakeOrder = isOver ? 0 : this.#alarms.set(execution.id, wakeAt);
    if (isOver) this.#alarms.clear(execution.id);
    live.isPending = !isOver && isPending(execution);
    const stands = {
      events: eventCount,
      snapshot: snapshot ?? '',
      wakeAt,
      wakeOrder,
      isPending: live.isPending,
    };
    this.#parts.journal
      .write(taken[0]?.point ?? wentOn.point, () => {
        if (beginning === 'new') this.#store.insert(execution);
        if (beginning === 'redriven') this.#store.reopen(execution);
        for (const { mapRun, items } of run.mapRuns) {
          this.#store.keepMapRun(mapRun.arn, execution.id, mapRun.definition, JSON.stringify(items));
        }
        if (run.events.length > 0) this.#store.append(execution.id, first, events);
        if (isOver) this.#store.close(execution, snapshot);
        else this.#store.save(execution.id, stands);
      })
      .then(
        () => this.#committed(live, run, taken, beginning !== undefined),
        (error: unknown) => this.#lost(live, taken, beginning === 'new', error),
      );
  }

  #committed({ execution }: Live, run: Run, taken: readonly Mail[], isBeginning: boolean): void {
    for (const { accepted } of taken) accepted?.();
    if (this.#isClosed) return;
    if (isBeginning) this.#announcer.announce(execution, 1);
    for (const effect of run.effects) {
      if (effect.kind === 'call') void this.#call(execution, effect);
      else this.#nested.perform(execution, effect);
    }
    if (run.isOver) {
      this.#announcer.announce(execution, 2);
      this.#nested.ended(execution);
      if (!this.#moving.has(execution.id)) this.#live.delete(execution.id);
    }
    this.#park();
  }

  /** The disk refused: memory is thrown away, and what happened happens again to what was kept. */
  #lost({ execution: { id } }: Live, taken: readonly Mail[], isNew: boolean, error: unknown): void {
    this.#live.delete(id);
    this.#alarms.clear(id);
    const refusal = new AwsError('ServiceUnavailable', error instanceof Error ? error.message : String(error), 503);
    for (const { refused } of taken) refused?.(refusal);
    if (isNew || this.#isClosed) return;
    const again = taken
      .filter(({ refused }) => refused === undefined)
      .map((mail) => (mail === wentOn ? resumed : mail));
    // A real second: no one waits for it in virtual time, and the disk may have room again by then.
    setTimeout(() => [...again, timerFired].map((mail) => this.post(id, mail)), DISK_PAUSE_MS).unref();
  }

  #park(): void {
    if (this.#live.size <= MOST_RESTING) return;
    let looked = 0;
    for (const [id, live] of this.#live) {
      looked += 1;
      if (this.#live.size <= MOST_RESTING || looked > 16) return;
      this.#live.delete(id);
      if (live.isPending || this.#moving.has(id) || this.#mail.has(id)) this.#live.set(id, live);
    }
  }

  async #call(execution: Execution, { task, thread, isAgain }: Extract<Effect, { kind: 'call' }>): Promise<void> {
    // The gateway counts the call as under way; what follows comes before another turn of the event loop.
    const outcome = await this.#answerOf(execution, task, isAgain);
    this.post(execution.id, callAnswered(thread, task.scheduled, outcome));
  }

  async #answerOf(execution: Execution, task: Task, isAgain: boolean): Promise<Outcome> {
    const { service, operation, input, roleArn = execution.roleArn } = task.call;
    try {
      const output = await this.#parts.gateway.call({ principal: roleOf({ roleArn }), service, operation, input });
      return outcomeOf(task.call, output);
    } catch (error) {
      const begun = isAgain ? this.#nested.begunBefore(task.call, error) : undefined;
      return begun ?? failureOfCall(task.call, error);
    }
  }
}

function roleOf({ roleArn }: Pick<Execution, 'roleArn'>): Principal {
  return { kind: 'role', roleName: roleArn.slice(roleArn.lastIndexOf('/') + 1) };
}
