import { RungId } from '#schemas/rung.ts';
import { StepInput } from '#schemas/tasks/outlook.ts';

/** What a rung's step is told: which rung of the ladder it is. */
export const RungInput = StepInput.extend({ rung: RungId.exclude(['acceptance-term-ended']) });
