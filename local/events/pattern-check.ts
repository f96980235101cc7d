import { matchesPattern, UnknownComparison } from '#local/lambda/event-pattern.ts';
import { isMembers, listOf, type Members } from '#local/template/reading.ts';

/**
 * Why a pattern could not be matched against any event, if it is so: a leaf that is no list, or a comparison that is not known.
 *
 * Asked when a rule or filter is made, so that it fails then and not in the middle of an event.
 */
export function patternFault(pattern: Members): string | undefined {
  for (const [name, wanted] of Object.entries(pattern)) {
    const fault = name === '$or' ? alternativesFault(wanted) : memberFault(name, wanted);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function alternativesFault(alternatives: unknown): string | undefined {
  for (const alternative of listOf(alternatives)) {
    const fault = isMembers(alternative) ? patternFault(alternative) : '$or must hold patterns';
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function memberFault(name: string, wanted: unknown): string | undefined {
  if (isMembers(wanted)) return patternFault(wanted);
  if (!Array.isArray(wanted) || wanted.length === 0) return `${name} must be an object or a list that is not empty`;
  for (const alternative of wanted) {
    try {
      // One of each kind, so that every comparison is really made.
      for (const value of ['text', 1]) matchesPattern({ it: [alternative] }, { it: value });
    } catch (error) {
      if (error instanceof UnknownComparison) return error.message;
      throw error;
    }
  }
  return undefined;
}
