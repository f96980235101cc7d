import type { Scene } from '../data-flow/scene.ts';
import type { State } from '../definition/definition.ts';
import { isObject, type Json, LARGEST_PAYLOAD_BYTES } from '../json.ts';
import { numberIn, unfit } from './map-numbers.ts';

/**
 * ItemBatcher: several items for each execution of a map run, as `{ "BatchInput"?, "Items": [] }`.
 *
 * Follows https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itembatcher.html
 */
export async function batched(scene: Scene, state: State, items: readonly Json[]): Promise<Json[]> {
  const batcher = state.fields.ItemBatcher;
  if (!isObject(batcher)) return [...items];
  const mostItems = (await limitOf(scene, state, 'MaxItemsPerBatch')) ?? Number.POSITIVE_INFINITY;
  const mostBytes = (await limitOf(scene, state, 'MaxInputBytesPerBatch')) ?? LARGEST_PAYLOAD_BYTES;
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

async function limitOf(scene: Scene, state: State, name: string): Promise<number | undefined> {
  const field = `ItemBatcher/${name}`;
  const limit = await numberIn(scene, state, field);
  if (limit === undefined || (Number.isInteger(limit) && limit > 0)) return limit;
  throw unfit(state, field, `The ${name} field of ItemBatcher must be a positive integer but was: ${limit}`);
}
