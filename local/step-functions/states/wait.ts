import { fieldValue } from '../data-flow/fields.ts';
import { outletPassed, pathField, resultPassed, sceneOf, withInputPath } from '../data-flow/flow.ts';
import { pathValue } from '../data-flow/path-expression.ts';
import type { Scene } from '../data-flow/scene.ts';
import type { State } from '../definition/definition.ts';
import type { Thread } from '../execution.ts';
import { instantOf } from '../instant.ts';
import type { Run } from '../run.ts';
import { QueryError, RuntimeError } from '../state-error.ts';
import { secondsIn } from './seconds.ts';
import type { StateKind } from './state-kind.ts';

/** Wait: https://docs.aws.amazon.com/step-functions/latest/dg/state-wait.html */
export const wait: StateKind = {
  async attempt(run, thread, state) {
    const dueAt = await dueAtOf(run, thread, state);
    if (dueAt <= run.nowMs) await waited(run, thread, state);
    else thread.phase = { kind: 'waiting', dueAt };
  },
};

/** Goes on once the instant has come. */
export async function waited(run: Run, thread: Thread, state: State): Promise<void> {
  const scene = withInputPath(sceneOf(run, thread), state);
  if (state.isJsonata) {
    const { output, assigned } = await outletPassed(scene, state, thread.input);
    run.exit(thread, state, output, assigned, state.next);
    return;
  }
  const { assigned } = await resultPassed(scene, { ...state, fields: {} }, scene.root);
  const { OutputPath } = state.fields;
  run.exit(thread, state, OutputPath === undefined ? scene.root : pathField(scene, OutputPath), assigned, state.next);
}

async function dueAtOf(run: Run, thread: Thread, state: State): Promise<number> {
  const scene = sceneOf(run, thread);
  return state.isJsonata ? jsonataDueAt(run, scene, state) : pathDueAt(run, withInputPath(scene, state), state);
}

async function jsonataDueAt(run: Run, scene: Scene, state: State): Promise<number> {
  const seconds = await secondsIn(scene, state, 'Seconds', { afterEntered: true });
  if (seconds !== undefined) return run.nowMs + seconds * 1000;
  const text = await fieldValue(scene, state, 'Timestamp', 'string');
  const at = typeof text === 'string' ? instantOf(text) : undefined;
  if (at !== undefined) return at;
  throw new QueryError(
    `The Timestamp field cannot be parsed as an ISO-8601 extended offset date-time format string: ${String(text)}`,
    'Timestamp',
    true,
  );
}

function pathDueAt(run: Run, scene: Scene, state: State): number {
  const { Seconds, SecondsPath, Timestamp, TimestampPath } = state.fields;
  if (typeof Seconds === 'number') return run.nowMs + Seconds * 1000;
  if (typeof SecondsPath === 'string') return run.nowMs + secondsAt(scene, SecondsPath) * 1000;
  if (typeof Timestamp === 'string') return instantOf(Timestamp) ?? run.nowMs;
  const value = pathValue(String(TimestampPath), scene);
  const at = typeof value === 'string' ? instantOf(value) : undefined;
  if (at !== undefined) return at;
  const shown = typeof value === 'string' ? value : JSON.stringify(value);
  throw new RuntimeError(
    `The TimestampPath parameter does not reference a valid ISO-8601 extended offset date-time format string: ${String(TimestampPath)} == ${shown}`,
  );
}

function secondsAt(scene: Scene, path: string): number {
  const given = pathValue(path, scene);
  const value = typeof given === 'string' && /^-?\d+$/.test(given) ? Number(given) : given;
  if (typeof value !== 'number' || !Number.isInteger(value)) {
    throw new RuntimeError(
      `The SecondsPath parameter does not reference an integer value: ${path} == ${JSON.stringify(value)}`,
    );
  }
  if (value < 0) throw new RuntimeError(`The SecondsPath parameter references a negative value: ${path} == ${value}`);
  return value;
}
