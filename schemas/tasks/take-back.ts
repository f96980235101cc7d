import { RungId } from '#schemas/rung.ts';
import { StepInput } from '#schemas/tasks/outlook.ts';

/** What TakeBack is told: that the term of the institution has ended. */
export const TakeBackInput = StepInput.extend({ rung: RungId.extract(['acceptance-term-ended']) });
