import { pathValue } from '../data-flow/path-expression.ts';
import type { Scene } from '../data-flow/scene.ts';
import type { State } from '../definition.ts';
import { isObject, type Json, type JsonObject, parseJson } from '../json.ts';
import type { Run } from '../run.ts';
import { StateError } from '../state-error.ts';

/**
 * ItemReader: the items of a distributed Map from an object in S3.
 *
 * Follows https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itemreader.html. Takes a JSON array or JSON
 * lines; leaves out CSV, manifests and listings of a bucket.
 *
 * @throws StateError `States.ItemReaderFailed`
 */
export async function readItems(run: Run, scene: Scene, state: State): Promise<readonly Json[]> {
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
  const text = await objectText(run, isObject(given) ? given : {});
  const items = itemsIn(text, inputType === 'JSONL');
  const most = config.MaxItemsPath === undefined ? config.MaxItems : pathValue(String(config.MaxItemsPath), scene);
  return typeof most === 'number' && most > 0 ? items.slice(0, most) : items;
}

async function objectText(run: Run, input: JsonObject): Promise<string> {
  try {
    const { Body } = await run.read('s3', 'GetObject', input);
    return Body instanceof Uint8Array ? Buffer.from(Body).toString() : String(Body);
  } catch (error) {
    throw failed(error instanceof Error ? error.message : String(error));
  }
}

function itemsIn(text: string, isLines: boolean): readonly Json[] {
  try {
    if (isLines) {
      const lines = text.split('\n').filter((line) => line.trim() !== '');
      return lines.map(parseJson);
    }
    const items = parseJson(text);
    if (Array.isArray(items)) return items;
  } catch (error) {
    throw failed(`Attempting to parse the object failed: ${error instanceof Error ? error.message : String(error)}`);
  }
  throw failed('Attempting to map over non-iterable node.');
}

function failed(why: string): StateError {
  return new StateError('States.ItemReaderFailed', why);
}
