import type * as z from 'zod';
import { isMissed } from '#rules/clock/missed-rung.ts';
import { isUnanswered, unansweredNeed } from '#rules/unanswered.ts';
import type { Complaint } from '#schemas/complaint.ts';
import { StageUnexpected } from '#schemas/errors.ts';
import type { Recipient } from '#schemas/notice.ts';
import type { Outlook } from '#schemas/tasks/outlook.ts';
import type { RungInput } from '#schemas/tasks/rung.ts';
import { changeCase, type Tables } from './change-case.ts';

/** Stages at which somebody has the case, and is reminded or reported. */
const climbsAt: readonly Complaint['stage'][] = ['classification', 'answer', 'acceptance', 'adjudication'];

/**
 * Climbs one rung: tells its recipient, once, and only if everything said was heard, so that nobody is reported late
 * whose answer was kept.
 *
 * A rung climbed long after its time (the system stood still) is not told by itself, but in its recipient's digest. Above
 * the last rung there is nobody left to tell: the complaint then also stands in the operator's queue.
 *
 * @throws Unheard while something said was not heard
 */
export function climbRung(
  tables: Tables,
  step: string,
  input: z.infer<typeof RungInput>,
  recipientOf: (assignment: NonNullable<Complaint['assignment']>) => Recipient,
): Promise<Outlook> {
  return changeCase(tables, step, input, ({ complaint, desk }) => {
    const { number, stage, assignment, rungs, rungsDone, round } = complaint;
    if (rungsDone.includes(input.rung)) return { after: complaint };
    if (!climbsAt.includes(stage) || assignment === undefined) {
      throw new StageUnexpected(number, stage, step);
    }
    const after: Complaint = { ...complaint, rungsDone: [...rungsDone, input.rung] };
    const dueAt = rungs.find(({ id }) => id === input.rung)?.at ?? input.at;
    const to = recipientOf(assignment);
    const missed = isMissed(dueAt, input.at) && to.role !== 'petitioner' ? { missedAt: dueAt } : {};
    const isLast = isUnanswered(after) && !isUnanswered(complaint) && !desk.halted;
    return {
      after,
      change: {
        onlyIfHeard: true,
        isSeen: false,
        action: 'rung-climbed',
        facts: { rung: input.rung },
        notices: [{ step: input.rung, round, to, ...missed }],
        ...(isLast ? { need: unansweredNeed(complaint, input.execution, input.at) } : {}),
      },
    };
  });
}
