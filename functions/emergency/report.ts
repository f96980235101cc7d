import { keepSpending, readTallies } from '#functions/aws/emergency-sums.ts';
import { log } from '#functions/middleware/log.ts';
import { seoulDateOf } from '#rules/clock/instant.ts';
import { costOf } from '#rules/emergency/dry-run.ts';
import { reported, unsentOf } from '#rules/emergency/reporting.ts';
import { standingOf } from '#rules/emergency/standing.ts';
import { handedOver } from '#rules/emergency/tallies.ts';
import type { ReportInput, Standing } from '#schemas/tasks/emergency.ts';
import { changeInStep } from './change-in-step.ts';
import { settingsNow } from './settings-now.ts';

/**
 * Adds up what became of a message, and ends it; whoever is left over is gone through again, three times at most.
 *
 * What it used takes the place of what was laid aside for it.
 */
export async function report(table: string, { id, at, laps }: ReportInput): Promise<Standing> {
  const settings = await settingsNow(table);
  const tallies = await readTallies(table, id);
  const message = await changeInStep(table, { id, at, by: 'Report' }, (before) =>
    before.endedAt === undefined ? reported(before, tallies, { at, laps }) : undefined,
  );
  if (message.endedAt !== undefined) {
    const on = seoulDateOf(message.frozen?.at ?? at);
    await keepSpending(table, { id, on, ...costOf(message, handedOver(tallies), settings) });
  }
  const unsent = unsentOf(message, tallies);
  log.info('message reported', { messageId: id, stage: message.stage, unsent });
  return standingOf(message, settings, unsent);
}
