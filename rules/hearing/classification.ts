import type { Classification } from '#schemas/classification.ts';
import type { Complaint } from '#schemas/complaint.ts';
import { withProtection } from '../people/protection.ts';
import { type Hearing, handlerOf, inHand, refused, refusedAsNotYours, type SaidOf, type Spoken } from './outcome.ts';

/**
 * A person says what a complaint is: that its words left unsure, or that it was taken for something else.
 *
 * Its deadlines follow from the kind, and so does its reporter's protection. One that is assigned keeps its hand, and the time
 * already used stays used.
 */
export function hearClassification(complaint: Complaint, said: SaidOf<'classification'>, spoken: Spoken): Hearing {
  const { number, stage } = complaint;
  if (stage === 'receive' || stage === 'classify') {
    return refused('not-assigned', `complaint ${number} is being classified; nobody was asked yet`);
  }
  if (stage === 'classification') {
    if (handlerOf(complaint, spoken.by) === undefined) return refusedAsNotYours(complaint, 'classify');
    return classified(complaint, said);
  }
  if (stage === 'classified') return refused('already-classified', `complaint ${number} is classified`);
  return hearReclassification(complaint, said, spoken);
}

function hearReclassification(complaint: Complaint, said: SaidOf<'classification'>, { by }: Spoken): Hearing {
  const held = inHand(complaint, by, 'classify');
  if (held.refusal !== undefined) return held.refusal;
  const { number, classification: before } = complaint;
  const { complaintKind: kind, topic, isSimple } = said;
  if (before?.kind === kind && before.topic === topic && before.isSimple === isSimple) {
    return refused('already-classified', `complaint ${number} is a ${kind} about ${topic} already`);
  }
  return classified(complaint, said);
}

function classified(complaint: Complaint, { complaintKind: kind, topic, isSimple }: SaidOf<'classification'>): Hearing {
  const { classification: before } = complaint;
  const classification: Classification = { kind, topic, isSimple, confidence: 1, isSure: true, terms: [] };
  return {
    outcome: 'applied',
    complaint: withProtection({
      ...complaint,
      stage: 'classified',
      draft: undefined,
      classification: before === undefined ? classification : { ...classification, corrects: judged(before) },
    }),
  };
}

const judged = ({ kind, topic, isSimple, confidence }: Classification): NonNullable<Classification['corrects']> => ({
  kind,
  topic,
  isSimple,
  confidence,
});
