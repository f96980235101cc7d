import type { Quiet } from '#local/clock/quiet.ts';
import type { VirtualClock } from '#local/clock/virtual-clock.ts';
import type { Journal } from '#local/journal/journal.ts';
import { AwsError } from '#local/wire/aws-error.ts';
import type { AwsCall, Principal } from '#local/wire/service.ts';
import { advance, brokenRun, guarded, nextDueAt, stateOf, wake } from './advance.ts';
import { Alarms } from './alarms.ts';
import { Announcer } from './announcer.ts';
import { deadlineFrom, type Execution, type Outcome, type Task, type Thread, threadsFrom } from './execution.ts';
import type { ExecutionStore } from './execution-store.ts';
import { failureOfCall, outcomeOf } from './integrations/results.ts';
import { NestedExecutions } from './nested-executions.ts';
import { type Effect, Run } from './run.ts';
import { snapshotOf } from './snapshot.ts';
import { itemOver } from './states/map-run.ts';
import { answered, settled } from './states/task.ts';

export type EngineParts = {
  readonly journal: Journal;
  readonly clock: VirtualClock;
  readonly quiet: Quiet;
  readonly gateway: { call(call: AwsCall): Promise<Record<string, unknown>> };
  readonly region: string;
};

/** Something that happens to an execution. `apply` may refuse it by throwing an AwsError; then nothing happened. */
type Stimulus = {
  /** The commit point's name. */
  readonly point: string;
  readonly apply: (run: Run) => void | Promise<void>;
  readonly accepted?: () => void;
  readonly refused?: (error: unknown) => void;
};

type Live = { readonly execution: Execution; beginning: 'new' | 'redriven' | undefined; left: Thread[] };

/** 2_000: so many resting executions stay in memory; the others are parked and loaded when something happens to them. */
const MOST_RESTING = 2_000;
/** 256 executions move at once. */
const MOST_MOVING = 256;

/**
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
  readonly #live = new Map<number, Live>();
  readonly #mail = new Map<number, Stimulus[]>();
  readonly #queue: number[] = [];
  readonly #moving = new Set<number>();
  readonly #nested: NestedExecutions;
  #endBusy: (() => void) | undefined;
  #isClosed = false;

  constructor(parts: EngineParts, store: ExecutionStore) {
    this.#parts = parts;
    this.#store = store;
    this.#alarms = new Alarms(parts.clock, store, (id) => this.#post(id, { point: 'timer-fired', apply: wake }));
    this.#announcer = new Announcer(parts, store);
    this.#nested = new NestedExecutions(this, store, parts.clock);
  }

  /** Arms the timers of all running executions and takes up what a stop interrupted. */
  start(): void {
    for (const id of this.#alarms.rearm()) {
      this.#post(id, { point: 'resumed', apply: (run) => this.#resume(run) });
    }
    this.#announcer.start();
  }

  /** No timer or answer moves an execution any more. */
  close(): void {
    this.#isClosed = true;
    this.#endBusy?.();
  }

  /** Begins an execution; resolves once it is in the journal. */
  begin(execution: Execution): Promise<void> {
    this.#live.set(execution.id, { execution, beginning: 'new', left: [] });
    return this.happen(execution.id, 'execution-started', (run) => {
      run.record(execution.root, 'ExecutionStarted', { input: execution.inputText, roleArn: execution.roleArn });
      run.ready.push(execution.root);
    });
  }

  /** A token's holder reports; resolves once that is in the journal. @throws AwsError TaskTimedOut when the task is over */
  report(token: { execution: number; thread: number; scheduled: number }, outcome: Outcome): Promise<void> {
    return this.happen(token.execution, 'token-answered', async (run) => {
      const { thread, task } = openTask(run, token);
      if (task.early !== undefined) throw taskIsOver();
      const state = stateOf(thread);
      if (!task.isSubmitted) task.early = outcome;
      else await guarded(run, thread, state, () => settled(run, thread, state, outcome));
    });
  }

  /** A token's holder is alive. */
  heartbeat(token: { execution: number; thread: number; scheduled: number }): Promise<void> {
    return this.happen(token.execution, 'heartbeat', (run) => {
      const { task } = openTask(run, token);
      if (task.heartbeatMs !== undefined) task.heartbeatAt = run.nowMs + task.heartbeatMs;
    });
  }

  /** Ends a running execution. */
  async stop(id: number, error: string | undefined, cause: string | undefined): Promise<void> {
    await this.happen(id, 'execution-stopped', (run) => {
      if (run.isOver) return;
      run.end('ABORTED', { ...(error === undefined ? {} : { error }), ...(cause === undefined ? {} : { cause }) });
    });
  }

  /** Lets something happen; resolves when it is on disk. */
  happen(id: number, point: string, apply: Stimulus['apply']): Promise<void> {
    return new Promise((accepted, refused) => this.#post(id, { point, apply, accepted, refused }));
  }

  #post(id: number, stimulus: Stimulus): void {
    if (this.#isClosed) {
      stimulus.refused?.(new AwsError('ServiceUnavailable', 'Step Functions is stopping', 503));
      return;
    }
    const waiting = this.#mail.get(id);
    if (waiting !== undefined) waiting.push(stimulus);
    else {
      this.#mail.set(id, [stimulus]);
      if (!this.#moving.has(id)) this.#queue.push(id);
    }
    this.#endBusy ??= this.#parts.quiet.begin('executions');
    this.#pump();
  }

  #pump(): void {
    while (this.#moving.size < MOST_MOVING) {
      const id = this.#queue.shift();
      if (id === undefined) break;
      this.#moving.add(id);
      void this.#move(id);
    }
    if (this.#moving.size === 0 && this.#queue.length === 0) {
      this.#endBusy?.();
      this.#endBusy = undefined;
    }
  }

  async #move(id: number): Promise<void> {
    for (let stimuli = this.#mail.get(id); stimuli !== undefined; stimuli = this.#mail.get(id)) {
      this.#mail.delete(id);
      await this.#stretch(id, stimuli);
    }
    this.#moving.delete(id);
    this.#pump();
  }

  async #stretch(id: number, stimuli: readonly Stimulus[]): Promise<void> {
    let live = this.#live.get(id);
    if (live === undefined) {
      const execution = this.#store.load(id);
      if (execution === undefined) {
        for (const { refused } of stimuli) refused?.(taskIsOver());
        return;
      }
      live = { execution, beginning: undefined, left: [] };
    }
    this.#live.delete(id);
    this.#live.set(id, live);
    const run = this.#newRun(live.execution);
    run.ready.push(...live.left);
    const taken: Stimulus[] = [];
    try {
      for (const stimulus of stimuli) {
        try {
          await stimulus.apply(run);
          taken.push(stimulus);
        } catch (error) {
          if (!(error instanceof AwsError)) throw error;
          stimulus.refused?.(error);
        }
      }
      const isResting = await advance(run);
      live.left = isResting ? [] : run.ready;
    } catch (error) {
      process.emitWarning(error instanceof Error ? error : String(error));
      const broken = brokenRun(error);
      if (!run.isOver) run.end('FAILED', { error: broken.error ?? '', cause: broken.causeText ?? '' });
      live.left = [];
    }
    this.#commit(live, run, taken);
    if (live.left.length > 0) this.#post(id, { point: 'went-on', apply: () => {} });
  }

  #commit(live: Live, run: Run, taken: readonly Stimulus[]): void {
    const { execution } = live;
    if (run.events.length === 0 && taken.length === 0) return;
    const { beginning } = live;
    live.beginning = undefined;
    const first = execution.eventCount - run.events.length + 1;
    const events = JSON.stringify(run.events);
    const snapshot = execution.status === 'SUCCEEDED' ? undefined : snapshotOf(execution);
    const { isOver } = run;
    const wakeAt = nextDueAt(execution.root, execution.deadlineAt);
    const wakeOrder = isOver ? 0 : this.#alarms.set(execution.id, wakeAt);
    if (isOver) this.#alarms.clear(execution.id);
    const isPending = !isOver && (live.left.length > 0 || hasUnanswered(execution));
    const { eventCount } = execution;
    this.#parts.journal
      .write(taken[0]?.point ?? 'went-on', () => {
        if (beginning === 'new') this.#store.insert(execution);
        if (beginning === 'redriven') this.#store.reopen(execution, run.nowMs);
        if (run.events.length > 0) this.#store.append(execution.id, first, events);
        if (isOver) this.#store.close(execution, snapshot);
        else
          this.#store.save(execution.id, {
            events: eventCount,
            snapshot: snapshot ?? '',
            wakeAt,
            wakeOrder,
            isPending,
          });
      })
      .then(
        () => this.#committed(live, run, taken, beginning !== undefined),
        (error: unknown) => this.#lost(live, taken, beginning !== undefined, error),
      );
  }

  #committed(live: Live, run: Run, taken: readonly Stimulus[], isNew: boolean): void {
    for (const { accepted } of taken) accepted?.();
    if (this.#isClosed) return;
    const { execution } = live;
    if (isNew) this.#announcer.announce(execution, 1);
    for (const effect of run.effects) void this.#perform(execution, effect);
    if (run.isOver) {
      this.#announcer.announce(execution, 2);
      this.#nested.ended(execution);
      if (!this.#moving.has(execution.id)) this.#live.delete(execution.id);
    }
    this.#park();
  }

  /** The disk refused: memory is thrown away, what was kept is loaded again, and calls under way are made again. */
  #lost(live: Live, taken: readonly Stimulus[], isNew: boolean, error: unknown): void {
    this.#live.delete(live.execution.id);
    this.#alarms.clear(live.execution.id);
    const message = error instanceof Error ? error.message : String(error);
    for (const { refused } of taken)
      refused?.(new AwsError('ServiceUnavailable', `the journal cannot be written: ${message}`, 503));
    if (isNew || this.#isClosed) return;
    // A real second: no one waits for it in virtual time, and the disk may have room again by then.
    setTimeout(
      () => this.#post(live.execution.id, { point: 'resumed', apply: (run) => this.#resume(run) }),
      1000,
    ).unref();
  }

  #park(): void {
    for (const id of this.#live.keys()) {
      if (this.#live.size <= MOST_RESTING) return;
      if (!this.#moving.has(id) && !this.#mail.has(id)) this.#live.delete(id);
    }
  }

  async #perform(execution: Execution, effect: Effect): Promise<void> {
    if (effect.kind !== 'call') {
      this.#nested.perform(execution, effect);
      return;
    }
    const { task, thread } = effect;
    const end = this.#parts.quiet.begin('task calls');
    const outcome = await this.#answerOf(execution, task);
    this.answer(execution.id, thread, task.scheduled, outcome, answered);
    end();
  }

  /** A task's call has answered, or the execution it waits for has ended. */
  answer(id: number, thread: number, scheduled: number, outcome: Outcome, take: typeof answered): void {
    if (this.#isClosed) return;
    this.#post(id, {
      point: 'call-answered',
      apply: async (run) => {
        const waiting = run.threadOf(thread);
        if (waiting?.phase.kind !== 'task' || waiting.phase.task.scheduled !== scheduled) return;
        if (take === answered && waiting.phase.task.isSubmitted) return;
        const state = stateOf(waiting);
        await guarded(run, waiting, state, () => take(run, waiting, state, outcome));
      },
    });
  }

  /** An item of a distributed Map is over. */
  itemOver(id: number, thread: number, mapRunArn: string, index: number, outcome: Outcome): void {
    if (this.#isClosed) return;
    this.#post(id, {
      point: 'item-over',
      apply: async (run) => {
        const waiting = run.threadOf(thread);
        if (waiting?.phase.kind !== 'joining' || waiting.phase.join.mapRun?.arn !== mapRunArn) return;
        const state = stateOf(waiting);
        await guarded(run, waiting, state, () => itemOver(run, waiting, state, index, outcome));
      },
    });
  }

  /** A stopped execution goes on from the state that failed; resolves once that is in the journal. */
  redrive(execution: Execution): Promise<void> {
    execution.redriveCount += 1;
    execution.deadlineAt = deadlineFrom(this.#parts.clock.now(), execution.machine);
    this.#live.set(execution.id, { execution, beginning: 'redriven', left: [] });
    return this.happen(execution.id, 'execution-redriven', (run) => {
      const { root } = execution;
      run.record(root, 'ExecutionRedriven', { redriveCount: execution.redriveCount }, 0);
      root.retries = [];
      root.phase = { kind: REENTERED.has(stateOf(root).type) ? 'attempting' : 'entering' };
      run.ready.push(root);
    });
  }

  #newRun(execution: Execution): Run {
    const { clock, region, gateway } = this.#parts;
    return new Run(execution, clock.now(), region, (service, operation, input) =>
      gateway.call({ principal: roleOf(execution), service, operation, input }),
    );
  }

  /** After a stop: what was about to move moves, and calls whose answer is not known are made again. */
  #resume(run: Run): void {
    for (const thread of threadsFrom(run.execution.root)) {
      const { phase } = thread;
      if (phase.kind === 'entering' || phase.kind === 'attempting') run.ready.push(thread);
      else if (phase.kind === 'task' && !phase.task.isSubmitted)
        run.effects.push({ kind: 'call', thread: thread.id, task: phase.task });
      else if (phase.kind === 'task' && phase.task.childArn !== undefined) {
        run.effects.push({ kind: 'watch', thread: thread.id, task: phase.task, arn: phase.task.childArn });
      } else if (phase.kind === 'joining' && phase.join.mapRun !== undefined) {
        const { mapRun, items, begun } = phase.join;
        for (let index = 0; index < begun; index += 1) {
          if (mapRun.ended[index] === true) continue;
          run.effects.push({ kind: 'begin-child', thread: thread.id, mapRun, index, input: items[index] ?? null });
        }
      }
    }
  }

  async #answerOf(execution: Execution, task: Task): Promise<Outcome> {
    const { service, operation, input } = task.call;
    const roleName = execution.roleArn.slice(execution.roleArn.lastIndexOf('/') + 1);
    try {
      const output = await this.#parts.gateway.call({
        principal: { kind: 'role', roleName },
        service,
        operation,
        input,
      });
      return outcomeOf(task.call, output);
    } catch (error) {
      return failureOfCall(task.call, error);
    }
  }
}

/** Their redriven attempt has no new Entered event. */
const REENTERED = new Set(['Task', 'Parallel', 'Map']);

function roleOf(execution: Execution): Principal {
  return { kind: 'role', roleName: execution.roleArn.slice(execution.roleArn.lastIndexOf('/') + 1) };
}

function hasUnanswered(execution: Execution): boolean {
  for (const { phase } of threadsFrom(execution.root)) {
    if (phase.kind === 'task' && (!phase.task.isSubmitted || phase.task.until === 'execution')) return true;
    if (phase.kind === 'joining' && phase.join.mapRun !== undefined) return true;
  }
  return false;
}

function openTask(run: Run, token: { thread: number; scheduled: number }): { thread: Thread; task: Task } {
  const thread = run.isOver ? undefined : run.threadOf(token.thread);
  if (thread?.phase.kind !== 'task' || thread.phase.task.scheduled !== token.scheduled) throw taskIsOver();
  if (thread.phase.task.until !== 'token') throw taskIsOver();
  return { thread, task: thread.phase.task };
}

function taskIsOver(): AwsError {
  return new AwsError('TaskTimedOut', "Task Timed Out: 'Provided task does not exist anymore'");
}
