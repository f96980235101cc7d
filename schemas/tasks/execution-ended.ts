import * as z from 'zod';

/** Why a state machine calls for a person: the state that failed and the name of its error. */
export const Fault = z.object({ state: z.string(), error: z.string() });

/** An execution that ended otherwise than well: what it was of, its name, when it ended (ISO 8601, UTC) and why. */
export type Ended = {
  readonly subject: string;
  readonly execution: string;
  readonly at: string;
  readonly fault: z.infer<typeof Fault>;
};

/**
 * What the event bus tells of an execution that ended without its Catch. Executions are named `<subject>-<ordinal>`.
 *
 * @source https://docs.aws.amazon.com/step-functions/latest/dg/eventbridge-integration.html
 */
export const ExecutionEnded = z
  .object({
    'detail-type': z.literal('Step Functions Execution Status Change'),
    detail: z.object({
      name: z.string(),
      status: z.enum(['FAILED', 'TIMED_OUT', 'ABORTED']),
      stopDate: z.number(),
      error: z.string().nullish(),
    }),
  })
  .transform(
    ({ detail: { name, status, stopDate, error } }): Ended => ({
      subject: name.slice(0, name.lastIndexOf('-')),
      execution: name,
      at: new Date(stopDate).toISOString(),
      fault: { state: status, error: error ?? status },
    }),
  );
