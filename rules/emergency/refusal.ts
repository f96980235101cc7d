import type { RefusalCode } from '#schemas/errors.ts';

/** Why something is not done: the stable code, and the fact with its values. */
export type Refusal = { readonly refused: RefusalCode; readonly message: string };
