import type { State } from '../definition/definition.ts';
import { type Json, typeName } from '../json.ts';
import { QueryError } from '../state-error.ts';
import type { Scene } from './scene.ts';

/** What AWS's messages call the type that a field wants. */
type Wanted = 'string' | 'number' | 'array' | 'object' | 'boolean';

/**
 * The value of a field that a JSONata state may give as an expression; `undefined` when the field is not there.
 *
 * @param also a type that the field takes too, though the message does not say so
 * @throws QueryError when an expression gives another type
 */
export async function fieldValue(
  scene: Scene,
  state: Pick<State, 'templates'>,
  field: string,
  wanted: Wanted,
  also?: Wanted,
): Promise<Json | undefined> {
  const template = state.templates.get(field);
  if (template === undefined) return undefined;
  const value = await template.evaluate(scene);
  const type = typeName(value);
  if (type === wanted || type === also) return value;
  const what = template.expression === undefined ? `value` : `JSONata expression '${template.expression}'`;
  throw new QueryError(
    `The ${what} specified for the field '${field}' returned an unexpected result type. Expected '${wanted}', but was '${type}' for value: ${JSON.stringify(value)}`,
    field,
  );
}
