import type { CommitPoint } from '#local/journal/commit-points.ts';
import { AwsError } from '#local/wire/aws-error.ts';
import { guarded, stateOf, wake } from './advance.ts';
import { type Execution, type Outcome, type Task, type Thread, threadsFrom } from './execution.ts';
import { takeUp } from './redrive.ts';
import type { Run } from './run.ts';
import { type ItemEnd, itemOver } from './states/map-run.ts';
import { answered, settled } from './states/task.ts';

/**
 * What can happen to an execution. Each names its commit point; `apply` refuses by throwing an AwsError: then nothing
 * happened.
 */
export type Stimulus = { readonly point: CommitPoint; readonly apply: (run: Run) => void | Promise<void> };

/** A stimulus, and who is told that it was taken (and is on disk) or refused. */
export type Mail = Stimulus & { readonly accepted?: () => void; readonly refused?: (error: unknown) => void };

/** Applies what happened; tells the sender when it was refused. */
export async function isTaken(run: Run, mail: Mail): Promise<boolean> {
  try {
    await mail.apply(run);
    return true;
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    mail.refused?.(error);
    return false;
  }
}

/** What a task token names. */
export type TokenOf = { readonly execution: number; readonly thread: number; readonly scheduled: number };

/** The execution begins. */
export function started(execution: Execution): Stimulus {
  return {
    point: 'execution-started',
    apply: (run) => {
      run.record(execution.root, 'ExecutionStarted', { input: execution.inputText, roleArn: execution.roleArn });
      run.ready.push(execution.root);
    },
  };
}

/** Something fell due. */
export const timerFired: Stimulus = { point: 'timer-fired', apply: wake };

/** More happened at once than one commit should hold. */
export const wentOn: Stimulus = { point: 'went-on', apply: () => {} };

/** A token's holder reports. */
export function tokenReported(token: TokenOf, outcome: Outcome): Stimulus {
  return {
    point: 'token-reported',
    apply: async (run) => {
      const { thread, task } = openTask(run, token);
      if (task.early !== undefined) throw taskIsOver();
      const state = stateOf(thread);
      if (!task.isSubmitted) task.early = outcome;
      else await guarded(run, thread, state, () => settled(run, thread, state, outcome));
    },
  };
}

/** A token's holder is alive. */
export function heartbeatSent(token: TokenOf): Stimulus {
  return {
    point: 'heartbeat-sent',
    apply: (run) => {
      const { task } = openTask(run, token);
      if (task.heartbeatMs !== undefined) task.heartbeatAt = run.nowMs + task.heartbeatMs;
    },
  };
}

/** Someone stops the execution. */
export function stopped(error: string | undefined, cause: string | undefined): Stimulus {
  return {
    point: 'execution-stopped',
    apply: (run) => {
      if (run.isOver) return;
      run.end('ABORTED', { ...(error === undefined ? {} : { error }), ...(cause === undefined ? {} : { cause }) });
    },
  };
}

/** A task's call has answered. */
export function callAnswered(thread: number, scheduled: number, outcome: Outcome): Stimulus {
  return {
    point: 'call-answered',
    apply: async (run) => {
      const waiting = run.threadOf(thread);
      if (waiting?.phase.kind !== 'task') return;
      const { task } = waiting.phase;
      if (task.scheduled !== scheduled || task.isSubmitted) return;
      const state = stateOf(waiting);
      await guarded(run, waiting, state, () => answered(run, waiting, state, outcome));
    },
  };
}

/** The execution that a task waits for has ended. */
export function nestedEnded(thread: number, scheduled: number, outcome: Outcome): Stimulus {
  return {
    point: 'nested-ended',
    apply: async (run) => {
      const waiting = run.threadOf(thread);
      if (waiting?.phase.kind !== 'task' || waiting.phase.task.scheduled !== scheduled) return;
      const state = stateOf(waiting);
      await guarded(run, waiting, state, () => settled(run, waiting, state, outcome));
    },
  };
}

/** The execution of a distributed Map's item has ended. */
export function itemEnded(thread: number, mapRunArn: string, index: number, ended: ItemEnd): Stimulus {
  return {
    point: 'item-ended',
    apply: async (run) => {
      const waiting = run.threadOf(thread);
      if (waiting?.phase.kind !== 'joining' || waiting.phase.join.mapRun?.arn !== mapRunArn) return;
      const state = stateOf(waiting);
      await guarded(run, waiting, state, () => itemOver(run, waiting, state, index, ended));
    },
  };
}

/** A stopped execution goes on from where it failed. */
export function redriven(execution: Execution): Stimulus {
  return {
    point: 'execution-redriven',
    apply: (run) => {
      run.record(execution.root, 'ExecutionRedriven', { redriveCount: execution.redriveCount }, 0);
      takeUp(run, execution.root);
    },
  };
}

/** After a stop: what was about to move moves, and calls whose answer is not known are made again. */
export const resumed: Stimulus = {
  point: 'resumed',
  apply: (run) => {
    for (const thread of threadsFrom(run.execution.root)) {
      const { id, phase } = thread;
      if (phase.kind === 'entering' || phase.kind === 'attempting') run.ready.push(thread);
      else if (phase.kind === 'task') resumeTask(run, id, phase.task);
      else if (phase.kind === 'joining' && phase.join.mapRun !== undefined) {
        const { mapRun, items, begun } = phase.join;
        for (let index = 0; index < begun; index += 1) {
          if (mapRun.ended[index] === true) continue;
          run.effects.push({ kind: 'begin-child', thread: id, mapRun, index, input: items[index] ?? null });
        }
      }
    }
  },
};

function resumeTask(run: Run, thread: number, task: Task): void {
  if (!task.isSubmitted) run.effects.push({ kind: 'call', thread, task, isAgain: true });
  else if (task.childArn !== undefined) run.effects.push({ kind: 'watch', thread, task, arn: task.childArn });
}

/** Whether `resumed` would find something to do. */
export function isPending(execution: Execution): boolean {
  for (const { phase } of threadsFrom(execution.root)) {
    if (phase.kind === 'entering' || phase.kind === 'attempting') return true;
    if (phase.kind === 'task' && (!phase.task.isSubmitted || phase.task.until === 'execution')) return true;
    if (phase.kind === 'joining' && phase.join.mapRun !== undefined) return true;
  }
  return false;
}

function openTask(run: Run, token: TokenOf): { thread: Thread; task: Task } {
  const thread = run.isOver ? undefined : run.threadOf(token.thread);
  if (thread?.phase.kind !== 'task' || thread.phase.task.scheduled !== token.scheduled) throw taskIsOver();
  if (thread.phase.task.until !== 'token') throw taskIsOver();
  return { thread, task: thread.phase.task };
}

/** What a token's holder hears who comes too late. */
export function taskIsOver(): AwsError {
  return new AwsError('TaskTimedOut', "Task Timed Out: 'Provided task does not exist anymore'");
}
