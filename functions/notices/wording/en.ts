import type { Wording } from './wording.ts';

/** Notices in English; the law's own terms stay those of docs/law.md. */
export const en: Wording = {
  reception: ({ number }) => `[Daedap] We received your complaint ${number}.`,
  assignment: ({ number, department, due }) => `[Daedap] ${number}: ${department} will answer by ${due}.`,
  result: ({ number, rateBy }) =>
    `[Daedap] ${number} is answered. ${rateBy === '' ? '' : `Rate it by ${rateBy}.`}`.trimEnd(),
  extension: ({ number, due, reason }) =>
    `[Daedap] ${number}: put off to ${due}. ${reason === '' ? 'See your page for the reason.' : `Reason: ${reason}`}`,
  'supplement-request': ({ number, until }) => `[Daedap] ${number}: we need more from you by ${until}. See your page.`,
  closure: ({ number, reason }) =>
    `[Daedap] ${number} is closed without a supplement. You can file again. ${reason === '' ? '' : `Reason: ${reason}`}`.trimEnd(),
  'due-date-moved': ({ number, due }) => `[Daedap] ${number}: a holiday was changed, now due ${due}.`,
  'tell-progress': ({ number, department, due }) =>
    `[Daedap] ${number}: ${department}, ${due === '' ? 'waiting for your supplement' : `expected ${due}`}.`,
  'transfer-outside': ({ number, institution, reference }) =>
    `[Daedap] ${number} is now with ${institution}, their number ${reference}.`,
  'transfer-returned': ({ number, due }) => `[Daedap] ${number} came back from its transfer, due ${due}.`,
  'transfer-request': ({ number, acceptBy, page, code }) =>
    `[Daedap] ${number}: please accept or refuse it by ${acceptBy}.\n${page}\nCode ${code}`,
  'classification-asked': ({ number }) => `[Daedap] ${number} needs to be classified.`,
  'new-case': ({ number, due }) => `[Daedap] ${number} is yours, due ${due}.`,
  supplement: ({ number, due }) => `[Daedap] ${number}: the supplement came, due ${due}.`,
  'supplement-term-1-ended': ({ number }) => `[Daedap] ${number}: the first term has ended. You may ask again.`,
  'supplement-term-2-ended': ({ number }) => `[Daedap] ${number}: the second term has ended. You may close it.`,
  reclassification: ({ number, due }) => `[Daedap] ${number}: classified anew, now due ${due}.`,
  'ask-again': ({ number }) => `[Daedap] ${number}: was the answer not enough? You can ask again on your page.`,
  'asked-again': ({ number, due }) => `[Daedap] ${number}: asked again, due ${due}.`,
  'case-returned': ({ number, due }) => `[Daedap] ${number} was given back to you, due ${due}.`,
  'adjudication-asked': ({ number }) => `[Daedap] ${number}: departments disagree, please decide whose it is.`,
  'adjudication-ended': ({ number, due }) => `[Daedap] ${number}: not decided in time whose it is, due ${due}.`,
  'approval-asked': ({ number, due }) => `[Daedap] ${number}: an answer waits for your approval, due ${due}.`,
  'draft-returned': ({ number, due }) => `[Daedap] ${number}: your draft was given back, due ${due}.`,
  'remind-official-25': ({ number, due }) => `[Daedap] ${number}: 25% of the time is gone, due ${due}.`,
  'remind-official-50': ({ number, due }) => `[Daedap] ${number}: 50% of the time is gone, due ${due}.`,
  'remind-official-80': ({ number, due }) => `[Daedap] ${number}: 80% of the time is gone, due ${due}.`,
  'remind-official-16h': ({ number, due }) => `[Daedap] ${number} is for today (16:00), due ${due}.`,
  'remind-official-18h': ({ number, due }) => `[Daedap] ${number} is for today (18:00), due ${due}.`,
  'escalate-to-lead': ({ number, due }) => `[Daedap] ${number} is overdue since ${due}.`,
  'escalate-to-director': ({ number, due }) => `[Daedap] ${number} is a day overdue since ${due}.`,
  'escalate-to-audit-office': ({ number, department, due }) =>
    `[Daedap] ${number}, ${department}: 3 days overdue since ${due}.`,
};
