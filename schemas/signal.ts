import * as z from 'zod';
import { Instant } from '#schemas/instant.ts';
import { KindId } from '#schemas/kind.ts';
import { PersonId } from '#schemas/person.ts';
import { TopicId } from '#schemas/topic.ts';

/** Who said it: the petitioner by access code, or a person who signed in. */
export const Speaker = z.discriminatedUnion('role', [
  z.strictObject({ role: z.literal('petitioner') }),
  z.strictObject({ role: z.enum(['official', 'lead', 'operator']), id: PersonId }),
]);
export type Speaker = z.infer<typeof Speaker>;

/** An official's answer to the petitioner. */
export const AnswerSignal = z.strictObject({ kind: z.literal('answer'), text: z.string() });
/** The petitioner's rating of the last answer. */
export const RatingSignal = z.strictObject({
  kind: z.literal('rating'),
  score: z.int().min(1).max(5),
  comment: z.string().optional(),
});
/** What a person says a complaint is. */
export const ClassificationSignal = z.strictObject({
  kind: z.literal('classification'),
  complaintKind: KindId,
  topic: TopicId,
  isSimple: z.boolean(),
});
/** The petitioner takes the complaint back. */
export const WithdrawalSignal = z.strictObject({ kind: z.literal('withdrawal'), reason: z.string().optional() });

/** What people can say to a complaint after it was filed. */
export const Said = z.discriminatedUnion('kind', [AnswerSignal, RatingSignal, ClassificationSignal, WithdrawalSignal]);
export type Said = z.infer<typeof Said>;

/** One thing said: kept under its number, then applied or refused by the execution, in order. */
export const Signal = z.strictObject({
  number: z.int().min(1),
  at: Instant,
  by: Speaker,
  said: Said,
  status: z.enum(['said', 'applied', 'refused']),
  refusal: z.strictObject({ code: z.string(), message: z.string() }).optional(),
});
export type Signal = z.infer<typeof Signal>;
