import type * as z from 'zod';
import type { Complaint } from '#schemas/complaint.ts';
import { StageUnexpected } from '#schemas/errors.ts';
import type { Recipient } from '#schemas/notice.ts';
import type { Outlook } from '#schemas/tasks/outlook.ts';
import type { RungInput } from '#schemas/tasks/rung.ts';
import { changeCase } from './change-case.ts';

/**
 * Climbs one rung: tells its recipient, once, and only if everything said was heard, so that nobody is reported late
 * whose answer was kept.
 *
 * @throws Unheard while something said was not heard
 */
export function climbRung(
  table: string,
  step: string,
  input: z.infer<typeof RungInput>,
  recipientOf: (assignment: NonNullable<Complaint['assignment']>) => Recipient,
): Promise<Outlook> {
  return changeCase(table, step, input, ({ complaint }) => {
    const { number, stage, assignment, rungsDone, round } = complaint;
    if (rungsDone.includes(input.rung)) return { after: complaint };
    if ((stage !== 'answer' && stage !== 'classification') || assignment === undefined) {
      throw new StageUnexpected(number, stage, step);
    }
    return {
      after: { ...complaint, rungsDone: [...rungsDone, input.rung] },
      change: {
        onlyIfHeard: true,
        isSeen: false,
        action: 'rung-climbed',
        facts: { rung: input.rung },
        notices: [{ step: input.rung, round, to: recipientOf(assignment) }],
      },
    };
  });
}
