import type { EmergencyMessage, MessageContent, MessageKind, Severity } from '#schemas/emergency-message.ts';
import type { RegistrationLanguage } from '#schemas/registration.ts';

/** A message as one person gets it; its subject is seen where the channel has one. */
export type Letter = { readonly subject: string; readonly text: string };

type Marks = {
  readonly drill: string;
  readonly severity: Readonly<Record<Severity, string>>;
  readonly kind: Readonly<Record<Exclude<MessageKind, 'first'>, string>>;
  readonly news: string;
};

const english: Marks = {
  drill: '[DRILL]',
  severity: { critical: '[CRITICAL]', urgent: '[URGENT]', advisory: '[SAFETY]' },
  kind: { correction: '[CORRECTION]', 'all-clear': '[ALL CLEAR]' },
  news: '(News)',
};

const korean: Marks = {
  drill: '[훈련]',
  severity: { critical: '[위급]', urgent: '[긴급]', advisory: '[안전안내]' },
  kind: { correction: '[정정]', 'all-clear': '[상황종료]' },
  news: '(정책소식)',
};

/** The language in which somebody gets the message: theirs if it has words in it, else Korean. */
export function languageOf({ texts }: MessageContent, wanted: RegistrationLanguage): RegistrationLanguage {
  return texts[wanted] === undefined ? 'ko' : wanted;
}

/**
 * The message in one language, ready to send. A drill says so before anything else: 훈련 in Korean, DRILL in every other language.
 *
 * @param language the words of it if there are any, else the Korean ones
 */
export function letterIn(
  { kind, content }: Pick<EmergencyMessage, 'kind' | 'content'>,
  language: RegistrationLanguage,
): Letter {
  const spoken = languageOf(content, language);
  const marks = spoken === 'ko' ? korean : english;
  if (content.purpose === 'newsletter') {
    const words = content.texts[spoken] ?? content.texts.ko;
    const subject = `${marks.news} ${words.title}`;
    return { subject, text: `${subject}\n${words.text}` };
  }
  const words = content.texts[spoken] ?? content.texts.ko;
  const signs = [
    ...(content.isDrill ? [marks.drill] : []),
    ...(kind === 'first' ? [] : [marks.kind[kind]]),
    marks.severity[content.severity],
  ];
  const front = signs.join('');
  return { subject: `${front} ${words.what}`, text: `${front} ${words.what}. ${words.where}. ${words.action}` };
}

/** The languages that the message has words in, Korean first. */
export function languagesOf({ texts }: MessageContent): RegistrationLanguage[] {
  return (['ko', 'en', 'zh', 'ja', 'vi'] as const).filter((language) => texts[language] !== undefined);
}
