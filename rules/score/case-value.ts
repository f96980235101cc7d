import type { ComplaintNumber } from '#schemas/complaint-number.ts';
import type { CaseValue } from '#schemas/score.ts';
import type { RoundFact } from '#schemas/statistics.ts';
import table from '../tables/score.json' with { type: 'json' };
import type { CutOff } from './month-end.ts';

/** A round as it counts for a score, under its complaint's number. */
export type CountedRound = { readonly number: ComplaintNumber; readonly round: RoundFact };

/** A round as it was known at a cut-off: what was said later is not known. */
export function knownAt({ round: fact, ...counted }: CountedRound, { until }: CutOff): CountedRound {
  const { answeredAt, isLate: _isLate, lacks: _lacks, stars: _stars, ratedAt, ...rest } = fact;
  const isAnswered = answeredAt !== undefined && answeredAt < until;
  const isRated = isAnswered && ratedAt !== undefined && ratedAt < until;
  if (isRated) return { ...counted, round: fact };
  if (!isAnswered) return { ...counted, round: rest };
  const { stars: _unseen, ratedAt: _later, ...answered } = fact;
  return { ...counted, round: answered };
}

/**
 * What a round gives to the parts of its department's score, each 0 to 100; `undefined`: it does not count (yet).
 *
 * - **speed**: 100 for an answer in time that says something, 0 for a late, hollow or missing one whose due instant is past. A round
 *   that is not due yet and has no answer does not count.
 * - **fidelity**: of rounds with an answer: 0 for a hollow one; else the petitioner's rating, 1 to 5 stars for 0, 25, 50, 75 or 100;
 *   75 where nobody rated it, so that silence neither lifts nor sinks.
 * - **cooperation**: of rounds that count for speed: 0 if the adjudicating desk gave the case back to the department that had passed
 *   it on, 50 if the deadline was extended, else 100.
 *
 * A further round of a complaint never earns: it counts only where it gives 0, which no mean rises by.
 */
export function caseValue({ number, round: fact }: CountedRound, { dueUntil }: CutOff): CaseValue | undefined {
  const { round, person, dueAt, answeredAt, lacks, stars } = fact;
  if (answeredAt === undefined && dueAt > dueUntil) return undefined;
  const values = round === 1 ? valuesOf(fact) : lossesOf(valuesOf(fact));
  if (Object.keys(values).length === 0) return undefined;
  return {
    number,
    round,
    ...(person === undefined ? {} : { person }),
    dueAt,
    ...(answeredAt === undefined ? {} : { answeredAt }),
    ...(lacks === undefined ? {} : { lacks }),
    ...(stars === undefined ? {} : { stars }),
    ...values,
  };
}

type Values = Pick<CaseValue, 'speed' | 'fidelity' | 'cooperation'>;

function valuesOf(fact: RoundFact): Values {
  const fidelity = fidelityOf(fact);
  return { speed: speedOf(fact), ...(fidelity === undefined ? {} : { fidelity }), cooperation: cooperationOf(fact) };
}

/** Of speed and fidelity what is 0: the rest of a further round is left out. */
const lossesOf = ({ speed, fidelity }: Values): Values => ({
  ...(speed === 0 ? { speed } : {}),
  ...(fidelity === 0 ? { fidelity } : {}),
});

const speedOf = ({ answeredAt, isLate = false, lacks }: RoundFact): number =>
  answeredAt !== undefined && !isLate && lacks === undefined ? 100 : 0;

function fidelityOf({ answeredAt, lacks, stars }: RoundFact): number | undefined {
  if (answeredAt === undefined) return undefined;
  if (lacks !== undefined) return 0;
  return stars === undefined ? table.unratedFidelity : (stars - 1) * 25;
}

function cooperationOf({ overturned, isExtended }: RoundFact): number {
  if (overturned === true) return 0;
  return isExtended === true ? table.extendedCooperation : 100;
}
