import type * as z from 'zod';
import { StageUnexpected } from '#schemas/errors.ts';
import type { TaskSettings } from '#schemas/settings.ts';
import type { Outlook, StepInput } from '#schemas/tasks/outlook.ts';
import { changeCase } from './change-case.ts';

/**
 * Closes the complaint and its desk: from here nothing can be said to it.
 *
 * @throws Unheard while something said was not heard
 */
export function close(tables: z.infer<typeof TaskSettings>, input: StepInput): Promise<Outlook> {
  return changeCase(tables, 'Close', input, ({ complaint }) => {
    const { number, stage, status } = complaint;
    if (stage === 'closed') return { after: complaint };
    if (stage !== 'close') throw new StageUnexpected(number, stage, 'Close');
    const after = status === 'withdrawn' || status === 'transferred' ? status : 'closed';
    return {
      after: { ...complaint, stage: 'closed', status: after, closedAt: input.at },
      change: { onlyIfHeard: true, isSeen: true, deskAfter: { open: false }, action: 'closed', facts: { as: after } },
    };
  });
}
