import { termsIn } from '#rules/clock/terms.ts';
import { KindId, type KindId as KindIdType } from '#schemas/kind.ts';
import type { KindWeights, Lexicon, LexiconTerm } from '#schemas/lexicon.ts';

/** A hand-written complaint and what it is. */
export type Example = {
  readonly title: string;
  readonly text: string;
  readonly kind: KindIdType;
  readonly topic: string;
  readonly isSimple: boolean;
};

const toTenth = (value: number): number => Math.round(value * 10) / 10 || 0;
/** Weights below this say too little to keep. */
const leastWeight = 0.3;

/** How many examples each term of the lexicon occurs in. */
export const supportOf = (terms: readonly LexiconTerm[], examples: readonly Example[]): Map<string, number> => {
  const support = new Map(terms.map(({ term }) => [term, 0]));
  for (const { title, text } of examples) {
    for (const { term } of termsIn(`${title}\n${text}`, terms)) support.set(term, (support.get(term) ?? 0) + 1);
  }
  return support;
};

/**
 * The lexicon's weights for kinds and simplicity, learned from examples; its terms and their weights for topics are chosen by hand.
 *
 * A weight is the logarithm of how much more often the kind occurs with the term than without knowing, drawn towards 0 as if one more
 * example of average kind had it. Terms in fewer than `leastSupport` examples are dropped.
 */
export const learnLexicon = (hand: Lexicon, examples: readonly Example[], leastSupport: number): Lexicon => {
  const occurrences = examples.map(({ title, text }) => new Set(termsIn(`${title}\n${text}`, hand.terms)));
  const shareOf = (kind: KindIdType): number =>
    (examples.filter((example) => example.kind === kind).length + 0.5) / (examples.length + KindId.options.length / 2);
  const shares = new Map(KindId.options.map((kind) => [kind, shareOf(kind)]));
  const simpleShare = (examples.filter(({ isSimple }) => isSimple).length + 0.5) / (examples.length + 1);
  const learned = hand.terms.flatMap((term): LexiconTerm[] => {
    const having = examples.filter((_, index) => occurrences[index]?.has(term));
    if (having.length < leastSupport) return [];
    if (term.kinds === undefined) return [term];
    const kinds: KindWeights = {};
    for (const [kind, share] of shares) {
      const ofKind = having.filter((example) => example.kind === kind).length;
      const weight = toTenth(Math.log((ofKind + share) / ((having.length + 1) * share)));
      if (Math.abs(weight) >= leastWeight) kinds[kind] = weight;
    }
    const simple = having.filter(({ isSimple }) => isSimple).length;
    const odds =
      (simple + simpleShare) / simpleShare / ((having.length - simple + 1 - simpleShare) / (1 - simpleShare));
    return [{ ...term, kinds, simple: Math.abs(Math.log(odds)) >= leastWeight ? toTenth(Math.log(odds)) : 0 }];
  });
  const scales = Object.fromEntries([...shares].map(([kind, share]) => [kind, toTenth(Math.log(share))]));
  return {
    kinds: scales as Lexicon['kinds'],
    simple: toTenth(Math.log(simpleShare / (1 - simpleShare))),
    terms: learned,
  };
};
