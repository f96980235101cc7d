import { createHash } from 'node:crypto';
import type * as z from 'zod';
import { whatIsApproved } from '#rules/emergency/approval.ts';
import { dryRunOf } from '#rules/emergency/dry-run.ts';
import { change } from '#rules/emergency/outcome.ts';
import { askUntil, standingOf } from '#rules/emergency/standing.ts';
import type { AudienceStepSettings } from '#schemas/settings.ts';
import type { MessageStepInput, Standing } from '#schemas/tasks/emergency.ts';
import { changeInStep } from './change-in-step.ts';
import { gatherAudience } from './gather-audience.ts';
import { settingsNow, spentByOthers } from './settings-now.ts';

/**
 * Works out what sending would mean, and asks for approval. Sends nothing.
 *
 * An edit that comes meanwhile is found by the message's version: then it is worked out anew.
 */
export async function dryRun(
  tables: z.infer<typeof AudienceStepSettings>,
  { id, at }: MessageStepInput,
): Promise<Standing> {
  const table = tables.EMERGENCY_TABLE;
  const settings = await settingsNow(table);
  const message = await changeInStep(table, { id, at, by: 'DryRun' }, async (before) => {
    if (before.stage !== 'draft') return undefined;
    const audience = await gatherAudience(tables, before);
    const found = dryRunOf(before, audience, { at, settings, spent: await spentByOthers(table, id, at) });
    const shown = { ...before, stage: 'awaiting-approval', dryRun: found } as const;
    const hash = createHash('sha256').update(whatIsApproved(shown)).digest('hex');
    const facts = { total: found.total, costUsd: found.costUsd, hash, exceeds: found.exceeds };
    return change({ ...shown, hash, askUntil: askUntil(at, settings) }, 'dry-run', facts);
  });
  return standingOf(message, settings);
}
