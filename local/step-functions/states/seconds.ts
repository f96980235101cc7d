import { fieldValue } from '../data-flow/fields.ts';
import type { Scene } from '../data-flow/scene.ts';
import type { State } from '../definition/definition.ts';
import { QueryError } from '../state-error.ts';

/** 99_999_999: the most seconds that AWS takes anywhere, more than an execution may last. */
export const MOST_SECONDS = 99_999_999;

/**
 * Whole seconds in a field of a JSONata state; nothing where the state does not have it.
 *
 * @param more.afterEntered as QueryError has it
 * @throws QueryError in AWS's words for TimeoutSeconds
 */
export async function secondsIn(
  scene: Scene,
  state: State,
  field: 'Seconds' | 'TimeoutSeconds' | 'HeartbeatSeconds',
  { afterEntered = false } = {},
): Promise<number | undefined> {
  const value = await fieldValue(scene, state, field, 'number');
  if (typeof value !== 'number') return undefined;
  if (!Number.isInteger(value))
    throw new QueryError(`The ${field} field cannot be parsed as an integer: ${value}`, field, afterEntered);
  if (value >= 0 && value <= MOST_SECONDS) return value;
  throw new QueryError(`${field} must be between 0 and ${MOST_SECONDS} but was: ${value}`, field, afterEntered);
}
