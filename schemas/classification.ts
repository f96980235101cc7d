import * as z from 'zod';
import { KindId } from '#schemas/kind.ts';
import { TopicId } from '#schemas/topic.ts';

/**
 * What a complaint was judged to be. `confidence` 0 to 1; `isSure` when it reaches the threshold of rules/tables/classification.json, below it
 * a person classifies. `terms` are the lexicon's terms that spoke: evidence without the text. `corrects`: what it was judged to be
 * before a person said otherwise.
 */
export const Classification = z.strictObject({
  kind: KindId,
  topic: TopicId,
  isSimple: z.boolean(),
  confidence: z.number().min(0).max(1),
  isSure: z.boolean(),
  terms: z.array(z.string().max(40)).max(50),
  corrects: z
    .strictObject({ kind: KindId, topic: TopicId, isSimple: z.boolean(), confidence: z.number().min(0).max(1) })
    .optional(),
});
export type Classification = z.infer<typeof Classification>;
