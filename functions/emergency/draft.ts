import { change } from '#rules/emergency/outcome.ts';
import { standingOf } from '#rules/emergency/standing.ts';
import type { MessageStepInput, Standing } from '#schemas/tasks/emergency.ts';
import { changeInStep } from './change-in-step.ts';
import { settingsNow } from './settings-now.ts';

/** Takes a message in hand: marks that this execution began. A later one learns here where to go on. */
export async function draft(table: string, { id, execution, at }: MessageStepInput): Promise<Standing> {
  const ordinal = Number(execution.slice(execution.lastIndexOf('-') + 1));
  const message = await changeInStep(table, { id, at, by: 'Draft' }, (before) =>
    before.started >= ordinal ? undefined : change({ ...before, started: ordinal }, 'taken-in-hand', { execution }),
  );
  return standingOf(message, await settingsNow(table));
}
