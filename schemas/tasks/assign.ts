import { DeadlineWithRungs } from '#schemas/choices.ts';
import { StepInput } from '#schemas/tasks/outlook.ts';

/** What Assign is told: the deadline that `SimpleAndBeforeCutOff?` chose, with its rungs. */
export const AssignInput = StepInput.extend(DeadlineWithRungs.shape);
