import { heeded } from '#rules/emergency/heeding.ts';
import { standingOf } from '#rules/emergency/standing.ts';
import type { MessageStepInput, Standing } from '#schemas/tasks/emergency.ts';
import { changeInStep } from './change-in-step.ts';
import { settingsNow } from './settings-now.ts';

/** Looks where the message stands after a wait: what people decided holds already, what time decides is decided here. */
export async function heed(table: string, { id, at }: MessageStepInput): Promise<Standing> {
  const settings = await settingsNow(table);
  const message = await changeInStep(table, { id, at, by: 'Heed' }, (before) => heeded(before, at, settings));
  return standingOf(message, settings);
}
