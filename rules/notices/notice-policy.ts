import type { Instant } from '#schemas/instant.ts';
import { type Notice, NoticePolicies, type NoticePolicy, type NoticeStep } from '#schemas/notice.ts';
import { addDays, seoulDateOf, seoulInstant } from '../clock/instant.ts';
import deliveryTable from '../tables/notice-delivery.json' with { type: 'json' };
import table from '../tables/notices.json' with { type: 'json' };

const policies = NoticePolicies.parse(table.steps);

/** The policy of a step, as rules/tables/notices.json has it. */
export const policyOf = (step: NoticeStep): NoticePolicy => policies[step];

/** Whether a petitioner who asked for statutory notices alone does without this one. */
export const isWithheld = ({ step, to }: Pick<Notice, 'step' | 'to'>, statutoryOnly: boolean): boolean =>
  statutoryOnly && to.role === 'petitioner' && !policyOf(step).isStatutory;

/**
 * Until when a night holds back what is not urgent, nothing by day.
 *
 * ```
 * 19:59:59.999 ► goes     20:00 ► 08:00 of the next day     07:59:59.999 ► 08:00     08:00 ► goes
 * ```
 */
export const quietUntil = (at: Instant): Instant | undefined => {
  const { from, until } = table.quietHours;
  const today = seoulDateOf(at);
  if (at < seoulInstant(today, until)) return seoulInstant(today, until);
  return at >= seoulInstant(today, from) ? seoulInstant(addDays(today, 1), until) : undefined;
};

/** For how long a notice is tried, in milliseconds from when it was planned or resent. */
export const termMillis = ({ step }: Pick<Notice, 'step'>): number => {
  const { statutory, other } = deliveryTable.termHours;
  return (policyOf(step).isStatutory ? statutory : other) * 3_600_000;
};
