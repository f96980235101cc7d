import type * as z from 'zod';
import type { TaskSettings } from '#schemas/settings.ts';
import type { NeedsAPersonInput } from '#schemas/tasks/needs-a-person.ts';
import type { Outlook } from '#schemas/tasks/outlook.ts';
import { changeCase, ordinalOf } from './change-case.ts';

/**
 * Puts a complaint into the operator's queue and halts its desk until somebody resumes it.
 *
 * A report about an execution that is no longer the complaint's own changes nothing: it comes late, after a resume.
 */
export function needsAPerson(
  tables: z.infer<typeof TaskSettings>,
  input: z.infer<typeof NeedsAPersonInput>,
): Promise<Outlook> {
  const { number, execution, at, fault } = input;
  return changeCase(tables, 'NeedsAPerson', input, ({ complaint, desk }) => {
    const isLate = ordinalOf(execution) !== desk.execution || desk.halted || !desk.open;
    if (isLate) return { after: complaint };
    return {
      after: complaint,
      change: {
        isSeen: false,
        deskAfter: { halted: true },
        need: { number, since: at, execution, ...fault },
        action: 'needs-a-person',
        facts: { ...fault, stage: complaint.stage },
      },
    };
  });
}
