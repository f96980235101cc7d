import middy from '@middy/core';
import type * as z from 'zod';
import { DaedapError } from '#schemas/errors.ts';
import { log, traceOf } from './log.ts';

/**
 * A step of the workflow: parses its input, runs, and logs one line; an error leaves with the name the workflow matches.
 *
 * @param input the step's schema: what does not fit it is a fault of the state machine and goes to a person
 */
export function step<S extends z.ZodType, R>(name: string, input: S, run: (input: z.infer<S>) => Promise<R>) {
  return middy(async (event: unknown): Promise<R> => {
    const parsed = input.parse(event);
    const result = await run(parsed);
    log.info(name, identify(event));
    return result;
  }).onError(({ error, event }) => {
    const expected = error instanceof DaedapError;
    const line = { ...identify(event), ...traceOf(error) };
    if (expected && error.name === 'Unheard') log.info(`${name} gives way to what was said`, line);
    else log.error(`${name} could not be done`, { ...line, reason: expected ? error.message : undefined });
    // Its message may carry a person's words, and what is thrown here enters the execution's history.
    if (!expected) throw nameless(error, line);
  });
}

/** The error with its name, which the workflow matches, and in place of its message where it broke. */
function nameless(error: unknown, { places = [] }: { places?: string[] }): Error {
  const told = new Error(places.join(', '), { cause: undefined });
  told.name = error instanceof Error ? error.name : 'UnknownError';
  return told;
}

function identify(event: unknown): { complaintNumber?: unknown; executionName?: unknown } {
  if (typeof event !== 'object' || event === null) return {};
  return {
    ...('number' in event ? { complaintNumber: event.number } : {}),
    ...('execution' in event ? { executionName: event.execution } : {}),
  };
}
