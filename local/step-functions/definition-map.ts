import type { Found } from './definition-fields.ts';
import { isObject, type JsonObject } from './json.ts';

const SCHEMA = 'SCHEMA_VALIDATION_FAILED';

/** A number that a Map state, its batcher or its reader may give, or reference by the field of this name and `Path`. */
type NumberField = { readonly field: string; readonly most?: number; readonly isFraction?: boolean };

const OF_STATE: readonly NumberField[] = [
  { field: 'MaxConcurrency' },
  { field: 'ToleratedFailureCount' },
  { field: 'ToleratedFailurePercentage', most: 100, isFraction: true },
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
  for (const { field, most, isFraction } of fields) {
    const [value, path] = [owner[field], owner[`${field}Path`]];
    const limit = (number: number): string => (isFraction === true ? number.toFixed(1) : String(number));
    if (value !== undefined && path !== undefined)
      found(SCHEMA, `There should only be one of the following fields: [${field}, ${field}Path]`, at);
    if (typeof value === 'number' && value < 0) found(SCHEMA, `Minimum value is ${limit(0)}`, `${at}/${field}`);
    if (typeof value === 'number' && most !== undefined && value > most)
      found(SCHEMA, `Maximum value is ${limit(most)}`, `${at}/${field}`);
    if (path !== undefined && !isReferencePath(path))
      found(SCHEMA, 'Value is not a Reference Path', `${at}/${field}Path`);
  }
}

/** A path of the input or of a variable that leads to one place; the context object is not to be had here. */
function isReferencePath(path: unknown): boolean {
  return (
    typeof path === 'string' && /^\$(?!\$)/.test(path) && !/[*?@]|\.\.|\[[^\]]*[:,]/.test(path.replace(/'[^']*'/g, ''))
  );
}
