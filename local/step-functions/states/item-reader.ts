import type { Scene } from '../data-flow/scene.ts';
import type { State } from '../definition/definition.ts';
import { isObject, type Json, type JsonObject, parseForeignJson } from '../json.ts';
import type { Run } from '../run.ts';
import { StateError } from '../state-error.ts';
import { type Item, itemsIn } from './map-items.ts';
import { numberIn } from './map-numbers.ts';

/**
 * ItemReader: the items of a distributed Map from an object in S3.
 *
 * Follows https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itemreader.html. Takes JSON (an array, or an
 * object's members as pairs; the whole or what ItemsPointer points to) and JSON lines; leaves out CSV, Parquet, manifests
 * and listings of a bucket.
 *
 * @throws StateError `States.ItemReaderFailed`
 */
export async function readItems(run: Run, scene: Scene, state: State): Promise<Read> {
  const reader = isObject(state.fields.ItemReader) ? state.fields.ItemReader : {};
  const config = isObject(reader.ReaderConfig) ? reader.ReaderConfig : {};
  const inputType = config.InputType ?? 'JSON';
  if (!/:s3:getObject$/.test(String(reader.Resource)) || (inputType !== 'JSON' && inputType !== 'JSONL')) {
    throw failed(
      `the local Step Functions reads JSON and JSONL by s3:getObject, not ${String(inputType)} by ${String(reader.Resource)}`,
    );
  }
  const given = await state.templates
    .get(state.isJsonata ? 'ItemReader/Arguments' : 'ItemReader/Parameters')
    ?.evaluate(scene);
  const most = (await numberIn(scene, state, 'ItemReader/ReaderConfig/MaxItems')) ?? 0;
  if (most < 0) throw failed('field MaxItems must be positive');
  const text = await objectText(run, isObject(given) ? given : {});
  const data = inputType === 'JSONL' ? linesOf(text) : pointedTo(parsed(text), config.ItemsPointer);
  if (!Array.isArray(data) && !isObject(data)) throw failed('Attempting to map over non-iterable node.');
  const items = itemsIn(data);
  const source = isObject(given) ? `S3://${String(given.Bucket)}/${String(given.Key)}` : '';
  return { items: most > 0 ? items.slice(0, most) : items, source };
}

/** The items, and what `Map.Item.Source` of the context object says of them. */
type Read = { readonly items: readonly Item[]; readonly source: string };

async function objectText(run: Run, input: JsonObject): Promise<string> {
  try {
    const { Body } = await run.read('s3', 'GetObject', input);
    return Body instanceof Uint8Array ? Buffer.from(Body).toString() : String(Body);
  } catch (error) {
    throw failed(error instanceof Error ? error.message : String(error));
  }
}

function linesOf(text: string): Json[] {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return lines.map(parsed);
}

function parsed(text: string): Json {
  try {
    return parseForeignJson(text);
  } catch (error) {
    throw failed(`Attempting to parse the object failed: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** What a JSON Pointer (RFC 6901) leads to; the whole without one. */
function pointedTo(whole: Json, pointer: Json | undefined): Json | undefined {
  const names = typeof pointer === 'string' ? pointer.split('/').slice(1) : [];
  let value: Json | undefined = whole;
  for (const escaped of names) {
    const name = escaped.replaceAll('~1', '/').replaceAll('~0', '~');
    if (Array.isArray(value)) value = /^\d+$/.test(name) ? value[Number(name)] : undefined;
    else value = isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
  }
  return value;
}

function failed(why: string): StateError {
  return new StateError('States.ItemReaderFailed', why);
}
