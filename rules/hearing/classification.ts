import type { Complaint } from '#schemas/complaint.ts';
import { type Hearing, handlerOf, refused, refusedAsNotYours, type SaidOf, type Spoken } from './outcome.ts';

/** A person says what a complaint is that the words left unsure; its deadlines follow from the kind. */
export function hearClassification(complaint: Complaint, said: SaidOf<'classification'>, { by }: Spoken): Hearing {
  const { number, stage } = complaint;
  if (stage === 'receive' || stage === 'classify') {
    return refused('not-assigned', `complaint ${number} is being classified; nobody was asked yet`);
  }
  if (stage !== 'classification') return refused('already-classified', `complaint ${number} is classified`);
  if (handlerOf(complaint, by) === undefined) return refusedAsNotYours(complaint, 'classify');
  const { complaintKind: kind, topic, isSimple } = said;
  const classification = { kind, topic, isSimple, confidence: 1, isSure: true, terms: [] };
  return { outcome: 'applied', complaint: { ...complaint, stage: 'classified', classification } };
}
