import type { Complaint, Passing } from '#schemas/complaint.ts';
import type { DepartmentId } from '#schemas/department.ts';
import { refusalsBeforeAdjudication } from '../adjudication.ts';
import { isBarred } from '../people/named-people.ts';
import { type Hearing, handlerOf, inHand, refused, refusedAsNotYours, type SaidOf, type Spoken } from './outcome.ts';

/**
 * Passes a case on to another department, whose it is from then on; the clock runs on as it was.
 *
 * A department that had the case before gets it back as if it were refused to it, so that passing it round in circles ends
 * at the adjudicating desk too. There a transfer is the decision, and final.
 */
export function hearTransfer(complaint: Complaint, { department }: SaidOf<'transfer'>, { at, by }: Spoken): Hearing {
  const { number, stage, passing = { refusals: 0 }, assignment, hands = [] } = complaint;
  if (stage === 'adjudication') {
    if (handlerOf(complaint, by) === undefined) return refusedAsNotYours(complaint, 'decide');
    if (isBarred(complaint, { department })) return refusedAsBarred(complaint, department);
    return passed(complaint, {
      refusals: passing.refusals,
      to: { department, why: 'decision' },
      decidedAt: at,
    });
  }
  const held = inHand(complaint, by, 'pass on');
  if (held.refusal !== undefined) return held.refusal;
  if (passing.decidedAt !== undefined) return refusedAsDecided(complaint);
  if (assignment === undefined || assignment.department === department) {
    return refused('same-department', `complaint ${number} is with department '${department}'`);
  }
  if (isBarred(complaint, { department })) return refusedAsBarred(complaint, department);
  const from = { department: assignment.department, person: assignment.person };
  if (hands.some((hand) => hand.department === department)) {
    return givenBack(complaint, { department, why: 'transfer' }, from);
  }
  return passed(complaint, { refusals: passing.refusals, from, to: { department, why: 'transfer' } });
}

/** Gives a case back to the department that passed it on; the second time it goes to the adjudicating desk instead. */
export function hearRefusal(complaint: Complaint, _said: SaidOf<'refusal'>, { by }: Spoken): Hearing {
  const held = inHand(complaint, by, 'give back');
  if (held.refusal !== undefined) return held.refusal;
  const { number, passing } = complaint;
  if (passing?.decidedAt !== undefined) return refusedAsDecided(complaint);
  if (passing?.from === undefined) {
    return refused('nothing-to-refuse', `complaint ${number} was not passed on to you by another department`);
  }
  return givenBack(complaint, { ...passing.from, why: 'refusal' });
}

/** Why is not said: whoever reads it could learn who is named. */
const refusedAsBarred = ({ number }: Complaint, department: DepartmentId): Hearing =>
  refused('department-barred', `complaint ${number} cannot go to department '${department}'`);

const refusedAsDecided = ({ number, passing }: Complaint): Hearing =>
  refused('adjudicated', `whose complaint ${number} is was decided at ${passing?.decidedAt}`);

function givenBack(
  complaint: Complaint,
  to: NonNullable<Passing['to']>,
  from?: { department: DepartmentId; person?: string | undefined },
): Hearing {
  const refusals = (complaint.passing?.refusals ?? 0) + 1;
  if (refusals < refusalsBeforeAdjudication) return passed(complaint, { refusals, to, from });
  return {
    outcome: 'applied',
    complaint: { ...complaint, stage: 'adjudicate', assignment: undefined, draft: undefined, passing: { refusals } },
  };
}

/** On its way: whoever had it has it no more, and nobody else has it until it is assigned. */
const passed = (complaint: Complaint, passing: Passing): Hearing => ({
  outcome: 'applied',
  complaint: { ...complaint, stage: 'assign', assignment: undefined, draft: undefined, passing },
});
