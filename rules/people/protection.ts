import type { Complaint } from '#schemas/complaint.ts';
import type { KindId } from '#schemas/kind.ts';
import table from '../tables/classification.json' with { type: 'json' };

/** Whether a kind protects whoever reports it: corruption, public interest, human rights. */
export const protectsReporter = (kind: KindId): boolean => table.protectedKinds.includes(kind);

/** Whether the petitioner lives apart from the complaint, where nobody who handles it can look. */
export const livesApart = ({ identity }: Pick<Complaint, 'identity'>): boolean => identity !== 'named';

/** Whether who filed it has a petitioner's rights: to rate, to supplement, to take it back. An anonymous filing gives none. */
export const hasPetitionersRights = ({ identity }: Pick<Complaint, 'identity'>): boolean => identity !== 'anonymous';

/** Whether the kind is beyond doubt: by the words, or because the petitioner chose it, even where the topic is not. */
export const isKindSure = ({ classification, kindChosen }: Complaint): boolean =>
  classification !== undefined && (classification.isSure || classification.kind === kindChosen);

/**
 * The complaint with its reporter protected, if they gave their name and its kind is one that protects them; else as it was.
 *
 * There is no way back: whoever was protected stays so, whatever the complaint is taken for later.
 */
export const withProtection = (complaint: Complaint): Complaint => {
  const { identity, classification } = complaint;
  if (identity !== 'named' || classification === undefined || !protectsReporter(classification.kind)) return complaint;
  return { ...complaint, identity: 'protected' };
};
