import * as z from 'zod';
import { Choices } from '#schemas/choices.ts';
import { Stage } from '#schemas/complaint.ts';
import { ComplaintNumber } from '#schemas/complaint-number.ts';
import { Deadline } from '#schemas/deadline.ts';
import { Instant } from '#schemas/instant.ts';
import { Rung } from '#schemas/rung.ts';

/** What every step of the workflow is told: the complaint, the execution that asks, and the time its state was entered. */
export const StepInput = z.object({
  number: ComplaintNumber,
  execution: z.string().min(1),
  at: Instant,
});
export type StepInput = z.infer<typeof StepInput>;

/**
 * What a step answers: where the complaint stands, and what the state machine needs to go on.
 *
 * Every member is always there, `null` where it says nothing yet, because a workflow variable cannot be assigned nothing.
 * `rungs` are those still to climb, earliest first.
 */
export const Outlook = z.object({
  stage: Stage,
  deadline: Deadline.nullable(),
  rungs: z.array(Rung),
  rateUntil: Instant.nullable(),
  choices: Choices.nullable(),
});
export type Outlook = z.infer<typeof Outlook>;
