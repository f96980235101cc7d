import type { Problem } from '#schemas/api/problem.ts';
import { DaedapError, Refused, RequestInvalid, refusals } from '#schemas/errors.ts';

/** Names a code as a URI; docs/errors.md explains each. */
const TYPES = 'urn:daedap:problem:';

const problem = (status: number, code: string, title: string, detail: string): Problem => ({
  type: `${TYPES}${code}`,
  title,
  status,
  code,
  detail,
});

const sentence = (code: string): string => `${code.charAt(0).toUpperCase()}${code.slice(1).replaceAll('-', ' ')}`;

/**
 * An error as HTTP tells it: the one place that turns errors into problem details.
 *
 * An error that is not ours is a fault of the system: it is told as such, without its words.
 */
export function problemOf(error: unknown): Problem {
  if (error instanceof RequestInvalid) {
    const { code, message, faults } = error;
    return { ...problem(400, code, sentence(code), message), faults: [...faults] };
  }
  if (error instanceof Refused) {
    return problem(refusals[error.code][0], error.code, sentence(error.code), error.message);
  }
  if (error instanceof DaedapError && error.isRetryable) {
    return problem(503, error.code, 'Try again', 'a part of the system was busy; the same request can succeed later');
  }
  return problem(500, 'fault', 'Fault', 'the system could not do this; the operators have been told');
}
