import type * as z from 'zod';
import { rateUntil } from '#rules/clock/rating-window.ts';
import { StageUnexpected } from '#schemas/errors.ts';
import type { TaskSettings } from '#schemas/settings.ts';
import type { Outlook, StepInput } from '#schemas/tasks/outlook.ts';
import { changeCase } from './change-case.ts';

/** Plans the result notice and opens the window in which the petitioner may rate the answer. */
export function respond(tables: z.infer<typeof TaskSettings>, input: StepInput): Promise<Outlook> {
  return changeCase(tables, 'Respond', input, ({ complaint }) => {
    const { number, stage, round } = complaint;
    if (stage === 'rating') return { after: complaint };
    if (stage !== 'respond') throw new StageUnexpected(number, stage, 'Respond');
    const until = rateUntil(input.at);
    return {
      after: { ...complaint, stage: 'rating', rateUntil: until },
      change: {
        isSeen: false,
        action: 'responded',
        facts: { round, isLate: complaint.isLate ?? false, rateUntil: until },
        notices: [{ step: 'result', round, to: { role: 'petitioner' } }],
      },
    };
  });
}
