import * as z from 'zod';
import { StepInput } from '#schemas/tasks/outlook.ts';

/** What NeedsAPerson is told by the workflow: the state that failed and the name of its error. */
export const NeedsAPersonInput = StepInput.extend({
  fault: z.object({ state: z.string(), error: z.string() }),
});

/**
 * What the event bus tells of an execution that ended without its Catch: read as if the workflow had told it.
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
    ({ detail: { name, status, stopDate, error } }): z.input<typeof NeedsAPersonInput> => ({
      number: name.slice(0, name.lastIndexOf('-')),
      execution: name,
      at: new Date(stopDate).toISOString(),
      fault: { state: status, error: error ?? status },
    }),
  )
  .pipe(NeedsAPersonInput);

/** Either way in which a complaint comes to need a person. */
export const CalledForAPerson = z.union([NeedsAPersonInput, ExecutionEnded]);
