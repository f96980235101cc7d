import type { SupplementShown } from '#schemas/api/official-case.ts';
import type { Signal } from '#schemas/signal.ts';

/** The requests for a supplement among what was said and applied, in order, each with what the petitioner gave. */
export function supplementsOf(signals: readonly Signal[]): SupplementShown[] {
  const shown: SupplementShown[] = [];
  for (const { said, at, status } of signals) {
    if (status !== 'applied') continue;
    if (said.kind === 'supplement-request') shown.push({ askedAt: at, text: said.text, termDays: said.termDays });
    const last = shown.at(-1);
    if (said.kind === 'supplement' && last !== undefined) {
      shown[shown.length - 1] = { ...last, given: { at, text: said.text } };
    }
  }
  return shown;
}
