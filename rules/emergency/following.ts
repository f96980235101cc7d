import type {
  EmergencyMessage,
  EmergencyTexts,
  MessageContent,
  MessageKind,
  Severity,
} from '#schemas/emergency-message.ts';
import type { Refusal } from './refusal.ts';

/** What follows a message: its correction, or that the danger is over. */
export type Following = {
  readonly kind: Exclude<MessageKind, 'first'>;
  readonly texts: EmergencyTexts;
  readonly severity?: Severity | undefined;
};

/** What a correction or an all clear says: to the same districts, a drill if the first was one; or why there is none. */
export function followingContent(
  { id, kind, stage, content, sendingAt, endedAt }: EmergencyMessage,
  { texts, severity }: Following,
): MessageContent | Refusal {
  if (kind !== 'first') {
    return { refused: 'follows-another', message: `message ${id} is itself a ${kind}: correct the one it follows` };
  }
  if (content.purpose !== 'emergency') {
    return { refused: 'follows-another', message: `message ${id} is a newsletter: write the next one` };
  }
  if (sendingAt === undefined) {
    return {
      refused: 'nobody-got-it',
      message: `message ${id} is at '${stage}': nobody got it, so nobody needs a correction`,
    };
  }
  if (endedAt === undefined) {
    return { refused: 'still-sending', message: `message ${id} is still being sent: cancel it, or wait for its end` };
  }
  return { ...content, texts, severity: severity ?? content.severity };
}
