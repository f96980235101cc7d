import type * as z from 'zod';
import { keepDecision, keepProposal, readSpecialResult } from '#functions/aws/special-results.ts';
import { readRounds } from '#functions/aws/statistics-table.ts';
import type { Reply } from '#functions/middleware/api-function.ts';
import type { ApiRequest } from '#functions/middleware/api-request.ts';
import { monthOf } from '#rules/statistics/round-fact.ts';
import type { ById } from '#schemas/api/operation.ts';
import type { scoreOperations } from '#schemas/api/score.ts';
import { Refused } from '#schemas/errors.ts';
import { SpecialResult, SpecialResultId } from '#schemas/score.ts';
import type { StatisticsApiSettings } from '#schemas/settings.ts';
import { hashIdempotencyKey } from '../access-code.ts';
import { counterOf } from '../statistics/counter-of.ts';

type Settings = z.infer<typeof StatisticsApiSettings>;

/**
 * Proposes a special result of a department of one's own, for a case that counts in this month's score. The same key again gives
 * the same proposal.
 *
 * @throws Refused `not-yours`, `case-not-counted`, `idempotency-key-reused`
 */
export async function proposeSpecialResult(
  { STATISTICS_TABLE: table, CITY_TABLE }: Settings,
  { at, caller, body, idempotencyKey = '' }: ApiRequest<ById<typeof scoreOperations, 'proposeSpecialResult'>>,
): Promise<Reply> {
  const { department, number, reason } = body;
  await counterOf(CITY_TABLE, caller, department);
  const month = monthOf(at);
  // By the key: whoever says it again, says it of the same one.
  const hash = Buffer.from(hashIdempotencyKey(caller.id, idempotencyKey), 'base64url').toString('hex').slice(0, 24);
  const id = SpecialResultId.parse(`${month}-${hash}`);
  const kept = await readSpecialResult(table, id);
  if (kept !== undefined) return same(kept, body);
  const rounds = await readRounds(table, month, department);
  if (!rounds.some((counted) => counted.number === number)) {
    throw new Refused('case-not-counted', `complaint ${number} does not count for '${department}' in ${month}`);
  }
  const result = SpecialResult.parse({
    id,
    month,
    department,
    number,
    reason,
    proposedBy: caller.id,
    proposedAt: at,
    status: 'proposed',
  });
  if (await keepProposal(table, result)) return { body: result };
  const meanwhile = await readSpecialResult(table, id);
  return same(meanwhile ?? result, body);
}

function same(
  kept: SpecialResult,
  { department, number, reason }: { department: string; number: string; reason: string },
): Reply {
  if (kept.department === department && kept.number === number && kept.reason === reason) return { body: kept };
  throw new Refused('idempotency-key-reused', 'this Idempotency-Key was used with another body');
}

/**
 * Confirms a proposal, or declines it; said again, the answer is the same.
 *
 * @throws Refused `not-found`, `own-proposal` for whoever proposed it, `already-decided`, `not-yours`
 */
export async function confirmSpecialResult(
  { STATISTICS_TABLE: table, CITY_TABLE }: Settings,
  { at, caller, params, body }: ApiRequest<ById<typeof scoreOperations, 'confirmSpecialResult'>>,
): Promise<Reply> {
  const before = await readSpecialResult(table, params.id);
  if (before === undefined) throw new Refused('not-found', `there is no special result '${params.id}'`);
  await counterOf(CITY_TABLE, caller, before.department);
  if (before.proposedBy === caller.id) {
    throw new Refused('own-proposal', `'${caller.id}' proposed it: another person decides`);
  }
  const status = body.confirmed ? 'confirmed' : 'declined';
  if (before.status === status && before.decidedBy === caller.id) return { body: before };
  const after: SpecialResult = { ...before, status, decidedBy: caller.id, decidedAt: at };
  if (before.status === 'proposed' && (await keepDecision(table, after, before.proposedBy))) return { body: after };
  throw new Refused('already-decided', `special result '${params.id}' was decided before`);
}
