import { Logger } from '@aws-lambda-powertools/logger';
import * as z from 'zod';

/** One structured line an event. Lines carry numbers, ids and codes; whoever logs a person's words breaks law 5. */
export const log = new Logger();

/** What may be said of an error in the log: its name, and of a value that broke its schema where it broke, never the value. */
export function traceOf(error: unknown): { error: string; places?: string[] } {
  if (!(error instanceof Error)) return { error: 'unknown' };
  if (!(error instanceof z.ZodError)) return { error: error.name };
  return { error: error.name, places: error.issues.map(({ path, code }) => `${path.join('.')} ${code}`) };
}
