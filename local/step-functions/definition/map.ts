import { isObject, type JsonObject } from '../json.ts';
import { type Found, SCHEMA } from './found.ts';
import { type Bounds, checkNumber } from './numbers.ts';
import { checkReferencePath } from './paths.ts';

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
 * What only a Map state has: its numbers, how its items are processed, and how they are read.
 *
 * Follows https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html
 */
export function checkMap(state: JsonObject, at: string, found: Found): void {
  const { ItemBatcher, ItemReader } = state;
  checkNumbers(state, OF_STATE, at, found);
  if (isObject(ItemBatcher)) checkNumbers(ItemBatcher, OF_BATCHER, `${at}/ItemBatcher`, found);
  const config = isObject(ItemReader) ? ItemReader.ReaderConfig : undefined;
  if (isObject(config)) checkReaderConfig(config, `${at}/ItemReader/ReaderConfig`, found);
  for (const field of ['ItemProcessor', 'Iterator']) {
    const processor = state[field];
    const own = isObject(processor) ? processor.ProcessorConfig : undefined;
    if (isObject(own)) checkProcessorConfig(own, `${at}/${field}/ProcessorConfig`, found);
  }
}

const EXECUTION_TYPES = ['STANDARD', 'EXPRESS'];

function checkProcessorConfig({ Mode, ExecutionType }: JsonObject, at: string, found: Found): void {
  if (Mode === 'DISTRIBUTED' && ExecutionType === undefined)
    found(SCHEMA, 'These fields are required: [ExecutionType]', at);
  if (Mode === 'INLINE' && ExecutionType !== undefined) found(SCHEMA, "Field 'ExecutionType' is not supported", at);
  else if (ExecutionType !== undefined && !EXECUTION_TYPES.includes(String(ExecutionType)))
    found(SCHEMA, `Value should be one of the following: [${EXECUTION_TYPES.join(', ')}]`, `${at}/ExecutionType`);
}

/** Follows https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itemreader.html */
function checkReaderConfig(config: JsonObject, at: string, found: Found): void {
  checkNumbers(config, OF_READER, at, found);
  const { InputType, CSVHeaderLocation, CSVHeaders, ItemsPointer } = config;
  if (InputType === 'CSV' && CSVHeaderLocation === undefined)
    found(SCHEMA, "The field 'CSVHeaderLocation' is required", at);
  if (CSVHeaderLocation === 'GIVEN' && CSVHeaders === undefined)
    found(SCHEMA, 'These fields are required: [CSVHeaders]', at);
  for (const field of InputType === 'JSON' || InputType === 'JSONL' ? ['CSVHeaderLocation', 'CSVHeaders'] : []) {
    if (config[field] !== undefined) found(SCHEMA, `Field '${field}' is not supported`, at);
  }
  if (typeof ItemsPointer === 'string' && ItemsPointer !== '' && !ItemsPointer.startsWith('/')) {
    const why = `Invalid input: JSON Pointer expression must start with '/': "${ItemsPointer}"`;
    found(SCHEMA, why, `${at}/ItemsPointer`);
  }
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
