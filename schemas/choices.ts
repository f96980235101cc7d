import * as z from 'zod';
import { Deadline } from '#schemas/deadline.ts';
import { Rung } from '#schemas/rung.ts';

/** A deadline with the rungs that lead up to it and beyond. */
export const DeadlineWithRungs = z.strictObject({ deadline: Deadline, rungs: z.array(Rung) });
export type DeadlineWithRungs = z.infer<typeof DeadlineWithRungs>;

/** The deadlines a classified complaint could have; the workflow's `SimpleAndBeforeCutOff?` chooses one. */
export const Choices = z.strictObject({
  isSimple: z.boolean(),
  isBeforeCutOff: z.boolean(),
  sameDay: DeadlineWithRungs,
  nextWorkingDay: DeadlineWithRungs,
  statutory: DeadlineWithRungs,
});
export type Choices = z.infer<typeof Choices>;
