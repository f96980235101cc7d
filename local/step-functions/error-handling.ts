import { hash } from 'node:crypto';
import { outletPassed, sceneOf } from './data-flow/flow.ts';
import { withResult } from './data-flow/reference-path.ts';
import type { Catcher, Retrier, State } from './definition/definition.ts';
import type { Thread } from './execution.ts';
import type { Run } from './run.ts';
import { type StateError, takesError } from './state-error.ts';

/**
 * Retry and Catch.
 *
 * Follows https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html
 *
 * @param beforeCatch records what a state type records once no retrier takes its error
 */
export async function handleError(
  run: Run,
  thread: Thread,
  state: State,
  thrown: StateError,
  beforeCatch: () => void,
): Promise<void> {
  const error = run.located(thread, state, thrown);
  if (run.isOver) return;
  const delayMs = retryDelay(run, thread, state, error);
  if (delayMs !== undefined) {
    if (delayMs > 0) thread.phase = { kind: 'retrying', dueAt: run.nowMs + delayMs };
    else {
      thread.phase = { kind: 'attempting' };
      run.ready.push(thread);
    }
    return;
  }
  beforeCatch();
  const catcher = state.catchers.find(({ errorEquals }) => takesError(errorEquals, error));
  if (catcher === undefined) run.fail(thread, error);
  else await caught(run, thread, state, catcher, error);
}

function retryDelay(run: Run, thread: Thread, state: State, error: StateError): number | undefined {
  const index = state.retriers.findIndex(({ errorEquals }) => takesError(errorEquals, error));
  const retrier = state.retriers[index];
  if (retrier === undefined) return undefined;
  const count = thread.retries[index] ?? 0;
  if (count >= retrier.maxAttempts) return undefined;
  thread.retries = state.retriers.map((_, at) => (thread.retries[at] ?? 0) + (at === index ? 1 : 0));
  return delayOf(retrier, count, `${run.execution.arn} ${thread.previous}`);
}

/** The milliseconds to wait before the retry; with full jitter a part of them that the seed alone decides. */
function delayOf(retrier: Retrier, retriesBefore: number, seed: string): number {
  const grown = retrier.intervalSeconds * retrier.backoffRate ** retriesBefore;
  const seconds = Math.min(grown, retrier.maxDelaySeconds ?? Number.POSITIVE_INFINITY, 31_536_000);
  if (!retrier.hasFullJitter) return Math.round(seconds * 1000);
  const part = Number.parseInt(hash('sha1', seed, 'hex').slice(0, 8), 16) / 0xffff_ffff;
  return Math.round(seconds * 1000 * part);
}

async function caught(run: Run, thread: Thread, state: State, catcher: Catcher, error: StateError): Promise<void> {
  const errorOutput = { Error: error.error ?? null, Cause: error.causeText ?? null };
  const scene = { ...sceneOf(run, thread), root: errorOutput, states: { input: thread.input, errorOutput } };
  const { output, assigned } = await outletPassed(scene, catcher, errorOutput);
  const { ResultPath } = catcher.fields;
  const merged =
    state.isJsonata || ResultPath === undefined ? output : withResult(thread.input, errorOutput, ResultPath);
  run.exit(thread, state, merged, assigned, catcher.next);
}
