import type * as z from 'zod';
import { layDownAudience } from '#functions/aws/audience-bucket.ts';
import { keepSpending } from '#functions/aws/emergency-sums.ts';
import { seoulDateOf } from '#rules/clock/instant.ts';
import { costOf, exceeded } from '#rules/emergency/dry-run.ts';
import { frozen } from '#rules/emergency/freezing.ts';
import { standingOf } from '#rules/emergency/standing.ts';
import type { FreezeSettings } from '#schemas/settings.ts';
import type { MessageStepInput, Standing } from '#schemas/tasks/emergency.ts';
import { changeInStep } from './change-in-step.ts';
import { gatherAudience } from './gather-audience.ts';
import { settingsNow, spentByOthers } from './settings-now.ts';

/**
 * Freezes the audience of an approved message and begins its countdown; an audience or a price that is not what was
 * approved asks again instead.
 */
export async function freezeAudience(
  settings: z.infer<typeof FreezeSettings>,
  { id, at }: MessageStepInput,
): Promise<Standing> {
  const { EMERGENCY_TABLE: table, AUDIENCE_BUCKET } = settings;
  const now = await settingsNow(table);
  const on = seoulDateOf(at);
  const message = await changeInStep(table, { id, at, by: 'FreezeAudience' }, async (before) => {
    if (before.stage !== 'approved') return undefined;
    const { ids, counts, hash } = await gatherAudience(settings, before);
    const key = `audiences/${id}/${hash}.json`;
    await layDownAudience(AUDIENCE_BUCKET, key, JSON.stringify(ids));
    const cost = costOf(before, counts, now);
    // Laid aside before the others are read: of two messages that do not both fit, neither passes by the other unseen.
    await keepSpending(table, { id, on, ...cost });
    const spent = await spentByOthers(table, id, at);
    const exceeds = exceeded(cost, {
      smsQuotaLeft: now.smsQuotaPerMonth - spent.smsParts,
      mailQuotaLeft: now.mailQuotaPerDay - spent.mailsToday,
      spendingLeftUsd: now.spendingLimitUsdPerMonth - spent.costUsd,
    });
    const audience = { key, hash, count: ids.length, costUsd: cost.costUsd, at };
    return frozen(before, audience, { at, settings: now, exceeds });
  });
  if (message.frozen === undefined) await keepSpending(table, { id, on, smsParts: 0, mails: 0, costUsd: 0 });
  return standingOf(message, now);
}
