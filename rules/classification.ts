import type { Classification } from '#schemas/classification.ts';
import { KindId } from '#schemas/kind.ts';
import { Lexicon, type LexiconTerm } from '#schemas/lexicon.ts';
import type { TopicId } from '#schemas/topic.ts';
import { termsIn } from './clock/terms.ts';
import table from './tables/classification.json' with { type: 'json' };
import lexiconTable from './tables/lexicon.json' with { type: 'json' };

/** The city's lexicon, rules/tables/lexicon.json. */
export const cityLexicon: Lexicon = Lexicon.parse(lexiconTable);

type Share<Id> = { readonly id: Id; readonly share: number };

/** Scores as shares that add up to 1, largest first; equal ones keep their order. A higher temperature trusts the scores less. */
const shares = <Id>(scores: readonly (readonly [Id, number])[], temperature: number): readonly Share<Id>[] => {
  const highest = Math.max(...scores.map(([, score]) => score));
  const powers = scores.map(([id, score]) => ({ id, power: Math.exp((score - highest) / temperature) }));
  const sum = powers.reduce((before, { power }) => before + power, 0);
  return powers.map(({ id, power }) => ({ id, share: power / sum })).toSorted((one, other) => other.share - one.share);
};

const kindShares = (spoken: readonly LexiconTerm[], lexicon: Lexicon): readonly Share<KindId>[] => {
  const scoreOf = (kind: KindId): number =>
    spoken.reduce((sum, { kinds }) => sum + (kinds?.[kind] ?? 0), lexicon.kinds[kind]);
  return shares(
    KindId.options.map((kind) => [kind, scoreOf(kind)] as const),
    // Terms of one text lean on each other: nine of them are no surer than six, only broader.
    table.temperature * Math.sqrt(Math.max(1, spoken.length / table.termsOfAShortText)),
  );
};

const topicShare = (spoken: readonly LexiconTerm[]): Share<TopicId> => {
  const scores = new Map<TopicId, number>();
  for (const { topics = {} } of spoken) {
    for (const [topic, weight] of Object.entries(topics) as [TopicId, number][]) {
      scores.set(topic, (scores.get(topic) ?? 0) + weight);
    }
  }
  return shares([...scores], 1)[0] ?? { id: 'other', share: 1 };
};

/** How sure the kind is: one the petitioner chose counts as certain, unless the text speaks for a kind that protects its reporter. */
const kindOf = (ranked: readonly Share<KindId>[], chosen: KindId | undefined): Share<KindId> => {
  const [first = { id: 'complaint', share: 0 }] = ranked;
  if (chosen === undefined || chosen === first.id) return { ...first, share: chosen === undefined ? first.share : 1 };
  const mayNeedProtection = table.protectedKinds.includes(first.id) && first.share >= table.protectedFrom;
  return { id: chosen, share: mayNeedProtection ? 1 - first.share : 1 };
};

/**
 * What a complaint is, by the terms of the lexicon that occur in its title and text.
 *
 * The kind that the petitioner chose stands. Only if another kind speaks loudly that protects its reporter (corruption, public interest,
 * human rights; 0.8 and more) is it put before a person. The topic is the one its terms weigh most for, `other` if none spoke.
 * Simple are only complaints and inquiries of at most 500 characters whose terms say so.
 *
 * @returns `confidence`, the lower of both shares; `isSure` from 0.6 on, below it a person classifies
 * @source rules/tables/classification.json and lexicon.json; measured in docs/law.md#classification
 */
export const classify = ({
  title,
  text,
  kind: chosen,
  lexicon = cityLexicon,
}: {
  title: string;
  text: string;
  kind?: KindId | undefined;
  lexicon?: Lexicon;
}): Classification => {
  const spoken = termsIn(`${title}\n${text}`, lexicon.terms);
  const kind = kindOf(kindShares(spoken, lexicon), chosen);
  const topic = topicShare(spoken);
  const confidence = Math.round(Math.min(kind.share, topic.share) * 1000) / 1000;
  const simplicity = spoken.reduce((sum, { simple = 0 }) => sum + simple, lexicon.simple);
  return {
    kind: kind.id,
    topic: topic.id,
    isSimple:
      simplicity > 0 &&
      table.kindsThatMayBeSimple.includes(kind.id) &&
      title.length + text.length <= table.simpleUpToCharacters,
    confidence,
    isSure: confidence >= table.sureFrom,
    terms: spoken.map(({ term }) => term).slice(0, 50),
  };
};
