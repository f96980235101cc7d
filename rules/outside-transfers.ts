import type { OutsideTransferShown } from '#schemas/api/official-case.ts';
import type { AuditEntry } from '#schemas/audit-entry.ts';
import type { Signal } from '#schemas/signal.ts';

/**
 * The transfers to institutions outside among what was said and applied, in order, each with what became of it.
 *
 * @param audit tells which of them ended by silence
 */
export function outsideTransfersOf(
  signals: readonly Signal[],
  audit: readonly AuditEntry[],
): readonly OutsideTransferShown[] {
  const shown: OutsideTransferShown[] = [];
  for (const { said, at, by, status } of signals) {
    if (status !== 'applied') continue;
    const last = shown.at(-1);
    if (said.kind === 'outside-transfer') {
      const { institution, name, reason, termDays } = said;
      const asked = shown.length + 1;
      const silence = audit.find(({ action, facts }) => action === 'transfer-taken-back' && facts.asked === asked);
      shown.push({
        institution,
        name,
        askedAt: at,
        by: 'id' in by ? by.id : '',
        reason,
        termDays,
        ...(silence === undefined ? {} : { ended: { at: silence.at, by: 'silence' } }),
      });
    } else if (last !== undefined && last.ended === undefined) {
      const ended = endOf(said);
      if (ended !== undefined) shown[shown.length - 1] = { ...last, ended: { at, ...ended } };
    }
  }
  return shown;
}

/** How something said ends a transfer that waits; `undefined` when it does not. */
function endOf(said: Signal['said']): Omit<NonNullable<OutsideTransferShown['ended']>, 'at'> | undefined {
  switch (said.kind) {
    case 'acceptance':
      return { by: 'acceptance', reference: said.reference };
    case 'outside-refusal':
      return { by: 'refusal', reason: said.reason };
    case 'withdrawal':
      return { by: 'withdrawal' };
    default:
      return undefined;
  }
}
