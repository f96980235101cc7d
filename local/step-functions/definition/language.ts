import { isObject, type Json, type JsonObject } from '../json.ts';
import { type Found, SCHEMA } from './found.ts';

/** What only one language has: in a state, and in the objects within it. */
const ONLY_JSONPATH = [
  'InputPath',
  'OutputPath',
  'ResultPath',
  'ResultSelector',
  'Parameters',
  'Result',
  'ItemsPath',
  'SecondsPath',
  'TimestampPath',
  'TimeoutSecondsPath',
  'HeartbeatSecondsPath',
  'ErrorPath',
  'CausePath',
  'MaxConcurrencyPath',
  'ToleratedFailureCountPath',
  'ToleratedFailurePercentagePath',
  'MaxItemsPath',
  'MaxItemsPerBatchPath',
  'MaxInputBytesPerBatchPath',
];
const ONLY_JSONATA = ['Arguments', 'Output', 'Items'];
const LANGUAGES: readonly Json[] = ['JSONPath', 'JSONata'];

/**
 * Whether what may name a query language (a state, the machine) has JSONata: as AWS has it, unless it says exactly `JSONPath`.
 *
 * Follows https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html (QueryLanguage field)
 *
 * @param inherited of the machine: a state in a branch or an iteration has the machine's language, not the outer state's
 */
export function isJsonataIn(owner: JsonObject, inherited: boolean): boolean {
  return owner.QueryLanguage === undefined ? inherited : owner.QueryLanguage !== 'JSONPath';
}

/** The value of a `QueryLanguage` field. */
export function checkLanguageValue(owner: JsonObject, at: string, found: Found): void {
  const { QueryLanguage } = owner;
  if (QueryLanguage === undefined || LANGUAGES.includes(QueryLanguage)) return;
  const isText = typeof QueryLanguage === 'string';
  const expected = isText
    ? 'Value should be one of the following: [JSONPath, JSONata]'
    : 'Expected value of type [STRING]';
  found(SCHEMA, expected, `${at}/QueryLanguage`);
}

/** A state has the fields of its own language only. */
export function checkLanguage(state: JsonObject, at: string, isJsonataMachine: boolean, found: Found): void {
  checkLanguageValue(state, at, found);
  if (isJsonataMachine && state.QueryLanguage === 'JSONPath') {
    found(SCHEMA, "'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine", at);
    return;
  }
  const isJsonata = isJsonataIn(state, isJsonataMachine);
  checkForeignFields(state, at, isJsonata, found);
  for (const field of ['Choices', 'Catch']) {
    const rules = state[field];
    if (!Array.isArray(rules)) continue;
    for (const [index, rule] of rules.entries()) {
      if (!isObject(rule)) continue;
      const location = `${at}/${field}[${index}]`;
      checkForeignFields(rule, location, isJsonata, found);
      const foreign = isJsonata ? 'Variable' : 'Condition';
      if (field === 'Choices' && rule[foreign] !== undefined) foundForeign(foreign, location, isJsonata, found);
    }
  }
  for (const [holder, location] of holdersIn(state, at)) checkForeignFields(holder, location, isJsonata, found);
}

/** The objects of a Map state whose fields belong to a language too. */
function holdersIn(state: JsonObject, at: string): [holder: JsonObject, location: string][] {
  const { ItemBatcher, ItemReader } = state;
  const config = isObject(ItemReader) ? ItemReader.ReaderConfig : undefined;
  const holders: [Json | undefined, string][] = [
    [ItemBatcher, `${at}/ItemBatcher`],
    [ItemReader, `${at}/ItemReader`],
    [config, `${at}/ItemReader/ReaderConfig`],
  ];
  return holders.flatMap(([holder, location]): [JsonObject, string][] =>
    isObject(holder) ? [[holder, location]] : [],
  );
}

function checkForeignFields(owner: JsonObject, at: string, isJsonata: boolean, found: Found): void {
  for (const field of isJsonata ? ONLY_JSONPATH : ONLY_JSONATA) {
    if (owner[field] !== undefined) foundForeign(field, at, isJsonata, found);
  }
}

/** AWS tells these at the state, not at the field. */
function foundForeign(field: string, at: string, isJsonata: boolean, found: Found): void {
  const [own, other] = isJsonata ? ['JSONata', 'JSONPath'] : ['JSONPath', 'JSONata'];
  const message = `The QueryLanguage is set to '${own}', but field '${field}' is only supported for the '${other}' QueryLanguage`;
  found(SCHEMA, message, at);
}
