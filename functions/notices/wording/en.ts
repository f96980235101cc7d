import type { Wording } from './wording.ts';

/** By when, or that the clock stands. */
const by = (due: string): string => (due === '' ? 'after your supplement' : `by ${due}`);
const on = (due: string): string => (due === '' ? 'on hold' : `due ${due}`);
/** A date inside a sentence that also stands without it. */
const dated = (before: string, due: string): string => (due === '' ? '' : ` ${before} ${due}`);

/** Notices in English; the law's own terms stay those of docs/law.md. */
export const en: Wording = {
  reception: ({ number }) => `[Daedap] We received your complaint ${number}.`,
  assignment: ({ number, department, due, basis }) =>
    `[Daedap] ${number}: ${department} will answer ${by(due)} (${basis}).`,
  result: ({ number, rateBy }) =>
    `[Daedap] ${number} is answered. ${rateBy === '' ? '' : `Rate it by ${rateBy}.`}`.trimEnd(),
  extension: ({ number, due, reason }) =>
    `[Daedap] ${number}: put off${dated('to', due)}. ${reason === '' ? 'See your page for the reason.' : `Reason: ${reason}`}`,
  'supplement-request': ({ number, until }) => `[Daedap] ${number}: we need more from you by ${until}. See your page.`,
  closure: ({ number, reason }) =>
    `[Daedap] ${number} is closed without a supplement. You can file again. ${reason === '' ? '' : `Reason: ${reason}`}`.trimEnd(),
  'due-date-moved': ({ number, due }) => `[Daedap] ${number}: a holiday was changed, now ${on(due)}.`,
  'tell-progress': ({ number, department, due }) =>
    `[Daedap] ${number}: ${department}, ${due === '' ? 'waiting for your supplement' : `expected ${due}`}.`,
  'transfer-outside': ({ number, institution, reference }) =>
    `[Daedap] ${number} is now with ${institution}, ${reference === '' ? 'see your page for their number' : `their number ${reference}`}.`,
  'transfer-returned': ({ number, due }) => `[Daedap] ${number} came back from its transfer, ${on(due)}.`,
  'transfer-request': ({ number, acceptBy, page, code }) =>
    `[Daedap] ${number}: please accept or refuse it by ${acceptBy}.\n${page}\nCode ${code}`,
  'classification-asked': ({ number }) => `[Daedap] ${number} needs to be classified.`,
  'new-case': ({ number, due }) => `[Daedap] ${number} is yours, ${on(due)}.`,
  supplement: ({ number, due }) => `[Daedap] ${number}: the supplement came, ${on(due)}.`,
  'supplement-term-1-ended': ({ number }) => `[Daedap] ${number}: the first term has ended. You may ask again.`,
  'supplement-term-2-ended': ({ number }) => `[Daedap] ${number}: the second term has ended. You may close it.`,
  reclassification: ({ number, due }) => `[Daedap] ${number}: classified anew, now ${on(due)}.`,
  'ask-again': ({ number }) => `[Daedap] ${number}: was the answer not enough? You can ask again on your page.`,
  'asked-again': ({ number, due }) => `[Daedap] ${number}: asked again, ${on(due)}.`,
  'case-returned': ({ number, due }) => `[Daedap] ${number} was given back to you, ${on(due)}.`,
  'adjudication-asked': ({ number }) => `[Daedap] ${number}: departments disagree, please decide whose it is.`,
  'adjudication-ended': ({ number, due }) => `[Daedap] ${number}: not decided in time whose it is, ${on(due)}.`,
  'approval-asked': ({ number, due }) => `[Daedap] ${number}: an answer waits for your approval, ${on(due)}.`,
  'draft-returned': ({ number, due }) => `[Daedap] ${number}: your draft was given back, ${on(due)}.`,
  'remind-official-25': ({ number, due }) => `[Daedap] ${number}: 25% of the time is gone, ${on(due)}.`,
  'remind-official-50': ({ number, due }) => `[Daedap] ${number}: 50% of the time is gone, ${on(due)}.`,
  'remind-official-80': ({ number, due }) => `[Daedap] ${number}: 80% of the time is gone, ${on(due)}.`,
  'remind-official-16h': ({ number, due }) => `[Daedap] ${number} is for today (16:00), ${on(due)}.`,
  'remind-official-18h': ({ number, due }) => `[Daedap] ${number} is for today (18:00), ${on(due)}.`,
  'escalate-to-lead': ({ number, due }) => `[Daedap] ${number} is overdue${dated('since', due)}.`,
  'escalate-to-director': ({ number, due }) => `[Daedap] ${number} is a day overdue${dated('since', due)}.`,
  'escalate-to-audit-office': ({ number, department, due }) =>
    `[Daedap] ${number}, ${department}: 3 days overdue${dated('since', due)}.`,
};
