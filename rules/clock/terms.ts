import type { LexiconTerm } from '#schemas/lexicon.ts';

const isLatin = (term: string): boolean => /^[\x20-\x7e]+$/.test(term);

/**
 * The terms of a lexicon that occur in a text, in the lexicon's order, each once.
 *
 * Korean terms are found whatever the spacing (`불법주차` in `불법 주차`), Latin ones as whole words in any case, an s at
 * their end allowed (`bin` in `The Bins.`, `tax` never in `taxi`).
 */
export const termsIn = (text: string, terms: readonly LexiconTerm[]): readonly LexiconTerm[] => {
  const plain = text.normalize('NFC').toLowerCase();
  const withoutSpaces = plain.replace(/\s+/g, '');
  const words = ` ${plain.replace(/[^\p{L}\p{N}]+/gu, ' ')} `;
  return terms.filter(({ term }) =>
    isLatin(term)
      ? words.includes(` ${term.toLowerCase()} `) || words.includes(` ${term.toLowerCase()}s `)
      : withoutSpaces.includes(term.normalize('NFC').toLowerCase().replace(/\s+/g, '')),
  );
};
