import type { Complaint, PastRound } from '#schemas/complaint.ts';
import type { Instant } from '#schemas/instant.ts';
import { mayAskUntil, roundsAtMost } from '../rounds.ts';
import { roundStart } from '../under-way.ts';
import { type Hearing, refused, type Spoken } from './outcome.ts';

/**
 * The petitioner, who has rated the answer, asks again: a new round with its own deadline from now on, in the same hand.
 *
 * At most three rounds, each asked for within its time after the rating.
 */
export function hearQuestion(complaint: Complaint, { at }: Pick<Spoken, 'at'>): Hearing {
  const { number, stage, round } = complaint;
  const past = pastRound(complaint);
  if (past === undefined) return refusedBefore(complaint);
  if (round >= roundsAtMost) {
    return refused('rounds-used-up', `complaint ${number} was answered ${round} times, at most ${roundsAtMost}`);
  }
  const until = mayAskUntil(complaint.ratedAt ?? past.answeredAt);
  if (at > until) return refused('question-window-closed', `complaint ${number} could be asked about until ${until}`);
  if (stage === 'respond' || stage === 'rating') return refusedBefore(complaint);
  return { outcome: 'applied', complaint: inNextRound(complaint, past, at) };
}

function refusedBefore({ number, stage, status, answeredAt }: Complaint): Hearing {
  if ((stage === 'close' || stage === 'closed') && (status === 'withdrawn' || answeredAt === undefined)) {
    const how = status === 'withdrawn' ? 'withdrawn' : 'closed without an answer';
    return refused('complaint-closed', `complaint ${number} is ${how}`);
  }
  if (answeredAt === undefined) return refused('not-answered', `complaint ${number} has no answer to ask about yet`);
  return refused('not-rated', `the answer to complaint ${number} has no rating; whoever rates it may ask again`);
}

function pastRound(complaint: Complaint): PastRound | undefined {
  const { round, deadline, answeredAt, isLate = false, lacks, score, evaluation, status } = complaint;
  if (deadline === undefined || answeredAt === undefined || score === undefined || status === 'withdrawn') {
    return undefined;
  }
  const past = { round, receivedAt: roundStart(complaint), dueAt: deadline.dueAt, answeredAt, isLate, score };
  return {
    ...past,
    ...(lacks === undefined ? {} : { lacks }),
    ...(evaluation === undefined ? {} : { evaluation }),
  };
}

function inNextRound(complaint: Complaint, past: PastRound, roundAt: Instant): Complaint {
  return {
    ...complaint,
    stage: 'classified',
    status: 'received',
    round: past.round + 1,
    roundAt,
    pastRounds: [...(complaint.pastRounds ?? []), past],
    choices: undefined,
    deadline: undefined,
    ledger: undefined,
    pausedAt: undefined,
    supplement: undefined,
    assignedAt: undefined,
    rungs: [],
    rungsDone: [],
    answeredAt: undefined,
    isLate: undefined,
    lacks: undefined,
    rateUntil: undefined,
    score: undefined,
    ratedAt: undefined,
    evaluation: undefined,
    closedAt: undefined,
  };
}
