import type * as z from 'zod';
import { publishToApps } from '#functions/aws/emergency-topics.ts';
import { publishNotice } from '#functions/aws/notice-topic.ts';
import { log } from '#functions/middleware/log.ts';
import { languagesOf, letterIn } from '#rules/emergency/message-text.ts';
import { change } from '#rules/emergency/outcome.ts';
import { standingOf } from '#rules/emergency/standing.ts';
import type { EmergencyMessage } from '#schemas/emergency-message.ts';
import type { AnnounceSettings } from '#schemas/settings.ts';
import type { MessageStepInput, Standing } from '#schemas/tasks/emergency.ts';
import { callFailure } from './call-failure.ts';
import { changeInStep } from './change-in-step.ts';
import { settingsNow } from './settings-now.ts';

type Settings = z.infer<typeof AnnounceSettings>;
type Whom = 'officials' | 'apps';

/** How often a topic that says no is asked at once, before the citizens' turn comes. */
const TRIES = 3;

/**
 * Carries an emergency to the topic of officials' fixed roles and to that of the channel apps, each once.
 *
 * Neither holds up the citizens: what could not be told stands in the report. News is not announced.
 */
export async function announce(settings: Settings, input: MessageStepInput): Promise<Standing> {
  await tell(settings, input, 'officials', async ({ message, letters }) => {
    const text = letters.map((letter) => letter.text).join('\n\n');
    await publishNotice(settings.EMERGENCY_OFFICIALS_TOPIC_ARN, `Daedap emergency ${message.id}`, text);
    return true;
  });
  await tell(settings, input, 'apps', async ({ message, letters }) => {
    const refused = await publishToApps(settings.EMERGENCY_APPS_TOPIC_ARN, message.id, letters);
    return refused.length === 0;
  });
  const message = await changeInStep(settings.EMERGENCY_TABLE, { ...input, by: 'Announce' }, () => undefined);
  return standingOf(message, await settingsNow(settings.EMERGENCY_TABLE));
}

type Told = {
  readonly message: EmergencyMessage;
  readonly letters: readonly { language: string; subject: string; text: string }[];
};

async function tell(
  settings: Settings,
  { id, at }: MessageStepInput,
  whom: Whom,
  publish: (told: Told) => Promise<boolean>,
): Promise<void> {
  let isMine = false;
  const mark = (status: NonNullable<EmergencyMessage['topics']>[Whom]) =>
    changeInStep(settings.EMERGENCY_TABLE, { id, at, by: 'Announce' }, (before) =>
      change({ ...before, topics: { ...before.topics, [whom]: status } }, `announced-to-${whom}`, {
        as: String(status),
      }),
    );
  const message = await changeInStep(settings.EMERGENCY_TABLE, { id, at, by: 'Announce' }, (before) => {
    const status = before.topics?.[whom];
    isMine = before.stage === 'sending' && before.content.purpose === 'emergency' && status === undefined;
    if (isMine) return change({ ...before, topics: { ...before.topics, [whom]: 'sending' } }, `announcing-to-${whom}`);
    // Whoever began to publish never told its end: it may be out.
    return status === 'sending'
      ? change({ ...before, topics: { ...before.topics, [whom]: 'uncertain' } }, `announced-to-${whom}`, {
          as: 'uncertain',
        })
      : undefined;
  });
  if (!isMine) return;
  const letters = languagesOf(message.content).map((language) => ({ language, ...letterIn(message, language) }));
  await mark(await published(() => publish({ message, letters }), whom));
}

async function published(publish: () => Promise<boolean>, whom: Whom): Promise<'sent' | 'failed' | 'uncertain'> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return (await publish()) ? 'sent' : 'failed';
    } catch (error) {
      const { name, wasAnswered, canPass } = callFailure(error);
      log.error('topic did not take an emergency message', { whom, failure: name });
      if (!wasAnswered) return 'uncertain';
      if (!canPass || attempt === TRIES) return 'failed';
    }
  }
}
