import * as z from 'zod';
import { KindId } from '#schemas/kind.ts';
import { TopicId } from '#schemas/topic.ts';

/** Weights by kind: above 0 speaks for it, below 0 against it. */
export const KindWeights = z.partialRecord(KindId, z.number());
export type KindWeights = z.infer<typeof KindWeights>;

/** A term and what it speaks for: kinds, topics, and (above 0) that the complaint is simple. */
export const LexiconTerm = z.strictObject({
  term: z.string().min(2).max(40),
  kinds: KindWeights.optional(),
  topics: z.partialRecord(TopicId, z.number().positive()).optional(),
  simple: z.number().optional(),
});
export type LexiconTerm = z.infer<typeof LexiconTerm>;

/** The weighted terms by which complaints are classified; `kinds` and `simple` are where the scales stand before any term has spoken. */
export const Lexicon = z.strictObject({
  kinds: z.record(KindId, z.number()),
  simple: z.number(),
  terms: z.array(LexiconTerm),
});
export type Lexicon = z.infer<typeof Lexicon>;
