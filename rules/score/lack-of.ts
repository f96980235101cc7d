import type { Words } from '#schemas/complaint.ts';
import type { Lack } from '#schemas/lack.ts';
import table from '../tables/set-phrases.json' with { type: 'json' };

/** Letters and figures alone, small: spaces, points and smileys say nothing. */
const letters = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, '');

const setPhrases = table.phrases.map((phrase) => new RegExp(phrase, 'g'));

/** What is left of an answer without greetings, thanks and promises. */
const withoutSetPhrases = (text: string): string =>
  setPhrases.reduce((left, phrase) => left.replaceAll(phrase, ''), letters(text));

/**
 * Why an answer says nothing and counts as none; `undefined` when it says something.
 *
 * The petitioner gets it all the same, and the case goes on: it is the city's own count that is not improved by it. The rule is
 * blunt on purpose, so that everybody can foresee it: what is left without set phrases has six letters or more, and is not what the
 * petitioner wrote. Whether a text is a good answer, only a person can say.
 *
 * ```
 * 민원이 접수되었습니다. 감사합니다.     only-set-phrases
 * 네.                                  too-short
 * 조치하였습니다.                       says something
 * ```
 */
export function lackOf(answer: string, words: Pick<Words, 'title' | 'text'>): Lack | undefined {
  const said = letters(answer);
  if (said.length < table.fewestCharacters) return 'too-short';
  if (said === letters(words.text) || said === letters(`${words.title} ${words.text}`)) return 'petitioners-words';
  return withoutSetPhrases(answer).length < table.fewestCharacters ? 'only-set-phrases' : undefined;
}
