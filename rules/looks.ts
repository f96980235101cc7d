/** What the audit trail calls it when somebody looked at a case: it changes nothing, and only auditors are told of it. */
export const looks = ['history-read', 'case-printed'] as const;

/** Whether an entry of the audit trail tells of a look, not of a step. */
export const isLook = (action: string): boolean => looks.some((look) => look === action);
