import { keepCity, listCity, readCity } from '#functions/aws/city-table.ts';
import type { Reply } from '#functions/middleware/api-function.ts';
import type { ApiRequest } from '#functions/middleware/api-request.ts';
import type { ById } from '#schemas/api/operation.ts';
import type { operatorOperations } from '#schemas/api/operator.ts';
import { Refused } from '#schemas/errors.ts';

/** What the adjudicating desk has decided, those rules that ended among it. */
export async function listRoutingRules(
  table: string,
  { at }: ApiRequest<ById<typeof operatorOperations, 'listRoutingRules'>>,
): Promise<Reply> {
  return { body: { items: await listCity(table, 'rule'), asOf: at } };
}

/**
 * Ends a rule from now on; one that has ended keeps the instant.
 *
 * @throws Refused not-found
 */
export async function endRoutingRule(
  table: string,
  { at, caller, params }: ApiRequest<ById<typeof operatorOperations, 'endRoutingRule'>>,
): Promise<Reply> {
  const rule = await readCity(table, 'rule', params.id);
  if (rule === undefined) throw new Refused('not-found', `no rule has the id '${params.id}'`);
  const ended = { ...rule, endedAt: rule.endedAt ?? at };
  await keepCity(table, 'rule', ended, { by: caller.id, at });
  return { body: ended };
}
