import type { Complaint } from '#schemas/complaint.ts';
import type { Instant } from '#schemas/instant.ts';
import { toInstant, toMillis } from './clock/instant.ts';
import table from './tables/rounds.json' with { type: 'json' };

const DAY_MS = 86_400_000;

/** How often a complaint is answered at most: rules/tables/rounds.json. */
export const roundsAtMost = table.roundsAtMost;

/** Until when, including it, whoever rated an answer at an instant may ask again: 14 days. */
export const mayAskUntil = (ratedAt: Instant): Instant => toInstant(toMillis(ratedAt) + table.questionDays * DAY_MS);

/** Until when this complaint can be asked about again; `undefined` while its answer is not rated, and after the last round. */
export function canAskUntil({ round, score, ratedAt, answeredAt, status }: Complaint): Instant | undefined {
  const from = ratedAt ?? answeredAt;
  if (score === undefined || from === undefined || round >= roundsAtMost || status === 'withdrawn') return undefined;
  return mayAskUntil(from);
}

/** Whether whoever rated the answer is invited to ask again: with a 1 or a 2, while a round is left. */
export const isInvited = ({ score, round }: Pick<Complaint, 'score' | 'round'>): boolean =>
  score !== undefined && score <= table.invitedUpToScore && round < table.roundsAtMost;
