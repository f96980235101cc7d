import type * as z from 'zod';
import type { TaskSettings } from '#schemas/settings.ts';
import type { Outlook, StepInput } from '#schemas/tasks/outlook.ts';
import { changeCase, ordinalOf } from './change-case.ts';

/**
 * Hands over to the next execution before this one grows too old or too long for Step Functions.
 *
 * @source https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html
 */
export function handOver(tables: z.infer<typeof TaskSettings>, input: StepInput): Promise<Outlook> {
  const next = ordinalOf(input.execution) + 1;
  return changeCase(tables, 'Continue', input, ({ complaint, desk }) => {
    if (desk.execution >= next) return { after: complaint };
    return {
      after: complaint,
      change: { isSeen: false, deskAfter: { execution: next }, action: 'handed-over', facts: { execution: next } },
    };
  });
}
