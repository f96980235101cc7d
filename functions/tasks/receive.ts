import type * as z from 'zod';
import { rulesVersion } from '#rules/rules-version.ts';
import type { TaskSettings } from '#schemas/settings.ts';
import type { Outlook, StepInput } from '#schemas/tasks/outlook.ts';
import { changeCase, ordinalOf } from './change-case.ts';

/**
 * Takes the complaint in hand: records the rules it is judged by, plans the reception notice, marks the desk as started.
 *
 * A later execution finds the complaint under way: it only marks the desk, and its outlook says where to go on.
 */
export function receive(tables: z.infer<typeof TaskSettings>, input: StepInput): Promise<Outlook> {
  const ordinal = ordinalOf(input.execution);
  return changeCase(tables, 'Receive', input, ({ complaint, desk }) => {
    if (desk.started >= ordinal) return { after: complaint };
    const deskAfter = { started: ordinal };
    if (complaint.stage !== 'receive') {
      return {
        after: complaint,
        change: { isSeen: false, deskAfter, action: 'taken-up-again', facts: { stage: complaint.stage } },
      };
    }
    return {
      after: { ...complaint, stage: 'classify', rulesVersion },
      change: {
        isSeen: false,
        deskAfter,
        action: 'received',
        facts: { rulesVersion },
        notices: [{ step: 'reception', round: complaint.round, to: { role: 'petitioner' } }],
      },
    };
  });
}
