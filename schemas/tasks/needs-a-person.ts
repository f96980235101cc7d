import * as z from 'zod';
import { ExecutionEnded, Fault } from '#schemas/tasks/execution-ended.ts';
import { StepInput } from '#schemas/tasks/outlook.ts';

/** What NeedsAPerson is told by the workflow. */
export const NeedsAPersonInput = StepInput.extend({ fault: Fault });

/** Either way in which a complaint comes to need a person: told by its workflow, or by the event bus. */
export const CalledForAPerson = z.union([
  NeedsAPersonInput,
  ExecutionEnded.transform(({ subject, ...ended }) => ({ number: subject, ...ended })).pipe(NeedsAPersonInput),
]);
