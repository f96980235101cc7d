import type { Found } from './definition-fields.ts';
import { type Bounds, checkNumber } from './definition-numbers.ts';
import { checkReferencePath } from './definition-paths.ts';
import { isObject, type JsonObject } from './json.ts';

const SCHEMA = 'SCHEMA_VALIDATION_FAILED';

/** A number that a Map state, its batcher or its reader may give, or reference by the field of this name and `Path`. */
type NumberField = { readonly field: string } & Omit<Bounds, 'least'>;

const OF_STATE: readonly NumberField[] = [
  { field: 'MaxConcurrency' },
  { field: 'ToleratedFailureCount' },
  { field: 'ToleratedFailurePercentage', most: 100, isReal: true },
];
const OF_BATCHER: readonly NumberField[] = [
  { field: 'MaxItemsPerBatch' },
  { field: 'MaxInputBytesPerBatch', most: 262_144 },
];
const OF_READER: readonly NumberField[] = [{ field: 'MaxItems', most: 100_000_000 }];

/**
 * The numbers of a Map state.
 *
 * Follows https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html
 */
export function checkMapNumbers(state: JsonObject, at: string, found: Found): void {
  const { ItemBatcher, ItemReader } = state;
  checkNumbers(state, OF_STATE, at, found);
  if (isObject(ItemBatcher)) checkNumbers(ItemBatcher, OF_BATCHER, `${at}/ItemBatcher`, found);
  const config = isObject(ItemReader) ? ItemReader.ReaderConfig : undefined;
  if (isObject(config)) checkNumbers(config, OF_READER, `${at}/ItemReader/ReaderConfig`, found);
}

function checkNumbers(owner: JsonObject, fields: readonly NumberField[], at: string, found: Found): void {
  for (const { field, ...bounds } of fields) {
    const path = owner[`${field}Path`];
    if (owner[field] !== undefined && path !== undefined)
      found(SCHEMA, `There should only be one of the following fields: [${field}, ${field}Path]`, at);
    checkNumber(owner, field, { least: 0, ...bounds }, at, found);
    checkReferencePath(path, `${at}/${field}Path`, found, true);
  }
}
