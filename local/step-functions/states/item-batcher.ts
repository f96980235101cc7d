import { pathValue } from '../data-flow/path-expression.ts';
import type { Scene } from '../data-flow/scene.ts';
import type { State } from '../definition.ts';
import { isObject, type Json, type JsonObject } from '../json.ts';
import { RuntimeError } from '../state-error.ts';

/**
 * ItemBatcher: several items for each execution of a map run, as `{ "BatchInput"?, "Items": [] }`.
 *
 * Follows https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itembatcher.html
 */
export async function batched(scene: Scene, state: State, items: readonly Json[]): Promise<Json[]> {
  const batcher = state.fields.ItemBatcher;
  if (!isObject(batcher)) return [...items];
  const mostItems = (await limitOf(scene, state, batcher, 'MaxItemsPerBatch')) ?? Number.POSITIVE_INFINITY;
  const mostBytes = (await limitOf(scene, state, batcher, 'MaxInputBytesPerBatch')) ?? 262_144;
  const shared = await state.templates.get('ItemBatcher/BatchInput')?.evaluate(scene);
  const common = shared === undefined ? {} : { BatchInput: shared };
  const batches: Json[][] = [];
  let sizeBytes = Number.POSITIVE_INFINITY;
  for (const item of items) {
    const itemBytes = Buffer.byteLength(JSON.stringify(item)) + 1;
    const current = batches.at(-1);
    if (current === undefined || current.length >= mostItems || sizeBytes + itemBytes > mostBytes) {
      batches.push([item]);
      sizeBytes = Buffer.byteLength(JSON.stringify({ ...common, Items: [] })) + itemBytes;
    } else {
      current.push(item);
      sizeBytes += itemBytes;
    }
  }
  return batches.map((batch) => ({ ...common, Items: batch }));
}

async function limitOf(scene: Scene, state: State, batcher: JsonObject, field: string): Promise<number | undefined> {
  const path = batcher[`${field}Path`];
  const value =
    path === undefined
      ? await state.templates.get(`ItemBatcher/${field}`)?.evaluate(scene)
      : pathValue(String(path), scene);
  if (value === undefined) return undefined;
  if (typeof value === 'number' && Number.isInteger(value) && value > 0) return value;
  throw new RuntimeError(
    `The ${field} field of ItemBatcher must be a positive integer but was: ${JSON.stringify(value)}`,
  );
}
