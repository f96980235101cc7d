import { sceneOf, withInputPath } from '../data-flow/flow.ts';
import type { State } from '../definition/definition.ts';
import type { Join, Thread } from '../execution.ts';
import { isObject } from '../json.ts';
import type { Run } from '../run.ts';
import { goOn, newJoin } from './joining.ts';
import { itemsOf, selected } from './map-items.ts';
import { concurrencyOf, toleranceOf } from './map-numbers.ts';
import { beginMapRun } from './map-run.ts';
import type { StateKind } from './state-kind.ts';

/** 40: an inline Map state runs no more iterations at once. */
const MOST_INLINE = 40;

/** Map, inline: https://docs.aws.amazon.com/step-functions/latest/dg/state-map-inline.html (distributed: map-run.ts) */
export const map: StateKind = {
  async attempt(run, thread, state) {
    const scene = withInputPath(sceneOf(run, thread), state);
    const concurrency = await concurrencyOf(scene, state);
    const isInline = !isDistributed(state);
    const items = state.fields.ItemReader === undefined || isInline ? await itemsOf(scene, state, isInline) : undefined;
    const before = thread.previous;
    run.record(thread, 'MapStateStarted', { length: items?.length ?? 0 });
    const tolerance = await toleranceOf(scene, state).catch((error: unknown) => {
      // AWS checks these once the state has started, and records their failure as if it had not.
      thread.previous = before;
      throw error;
    });
    if (!isInline) return beginMapRun(run, thread, state, scene, { items, concurrency, tolerance });
    const join = newJoin(
      (items ?? []).map(({ value }) => value),
      concurrency === 0 ? MOST_INLINE : Math.min(concurrency, MOST_INLINE),
    );
    thread.broken = undefined;
    thread.phase = { kind: 'joining', join };
    await iterationOver(run, thread, state, join);
  },
};

function isDistributed(state: State): boolean {
  const processor = state.fields.ItemProcessor ?? state.fields.Iterator;
  return isObject(processor) && isObject(processor.ProcessorConfig) && processor.ProcessorConfig.Mode === 'DISTRIBUTED';
}

/** Begins further iterations, or ends the state after the last. */
export function iterationOver(run: Run, thread: Thread, state: State, join: Join): Promise<void> {
  const scene = withInputPath(sceneOf(run, thread), state);
  return goOn(run, thread, state, join, async (index) => {
    const value = join.items[index] ?? null;
    const item = { Item: { Index: index, Value: value } };
    return { item, input: await selected(run, thread, state, scene, item.Item) };
  });
}
