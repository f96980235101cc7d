import * as z from 'zod';
import { DecreedHoliday } from '#schemas/calendar.ts';
import { Words } from '#schemas/complaint.ts';
import { DepartmentId } from '#schemas/department.ts';
import { Instant, SeoulDate } from '#schemas/instant.ts';
import { ContactKind, InstitutionId } from '#schemas/institution.ts';
import { KindId } from '#schemas/kind.ts';
import { Period } from '#schemas/period.ts';
import { PersonId } from '#schemas/person.ts';
import { TopicId } from '#schemas/topic.ts';

/**
 * Who said it: the petitioner by access code, a person who signed in, the city's calendar, or an institution outside. `for`: the
 * absent person in whose place they said it, as the absences stood then; whoever hears it later need not know them. `person` is
 * who signed in for the institution, nobody by mail or by its machine.
 */
export const Speaker = z.discriminatedUnion('role', [
  z.strictObject({ role: z.literal('petitioner') }),
  z.strictObject({ role: z.literal('calendar') }),
  z.strictObject({ role: z.enum(['official', 'lead', 'operator']), id: PersonId, for: PersonId.optional() }),
  z.strictObject({ role: z.literal('institution'), institution: InstitutionId, person: PersonId.optional() }),
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

/** An official puts the deadline off, once, with a reason the petitioner is told. */
export const ExtensionSignal = z.strictObject({ kind: z.literal('extension'), period: Period, reason: z.string() });
/** An official asks the petitioner for what is missing, within so many days; the clock stands meanwhile. */
export const SupplementRequestSignal = z.strictObject({
  kind: z.literal('supplement-request'),
  text: z.string(),
  termDays: z.int().min(1),
});
/** The petitioner gives what was missing. */
export const SupplementSignal = z.strictObject({ kind: z.literal('supplement'), text: z.string() });
/** An official ends a complaint whose petitioner was asked twice in vain. */
export const ClosureSignal = z.strictObject({ kind: z.literal('closure'), reason: z.string() });
/** A department passes the case on to another; the adjudicating desk decides with it who answers. */
export const TransferSignal = z.strictObject({
  kind: z.literal('transfer'),
  department: DepartmentId,
  reason: z.string(),
});
/** The department that a case was passed on to gives it back. */
export const RefusalSignal = z.strictObject({ kind: z.literal('refusal'), reason: z.string() });
/** A lead approves the draft of an answer as it stands under its signal's number. */
export const ApprovalSignal = z.strictObject({ kind: z.literal('approval'), draft: z.int().min(1) });
/** A lead gives the draft of an answer back. */
export const DraftReturnSignal = z.strictObject({
  kind: z.literal('draft-return'),
  draft: z.int().min(1),
  reason: z.string(),
});
/** The petitioner corrects their own words. */
export const CorrectionSignal = z.strictObject({ kind: z.literal('correction'), words: Words.partial() });
/** The petitioner, who has rated the answer, asks again. */
export const QuestionSignal = z.strictObject({ kind: z.literal('question'), text: z.string() });

/** A day off became known after the complaint was received. */
export const DecreedHolidaySignal = z.strictObject({
  kind: z.literal('decreed-holiday'),
  ...DecreedHoliday.omit({ calledOffAt: true }).shape,
});
/** A decreed day off was called off again. */
export const CalledOffHolidaySignal = z.strictObject({ kind: z.literal('called-off-holiday'), on: SeoulDate });

/** An official transfers the case to an institution outside the city, which has so many working days to accept it. */
export const OutsideTransferSignal = z.strictObject({
  kind: z.literal('outside-transfer'),
  institution: InstitutionId,
  name: z.string(),
  nameEn: z.string(),
  contact: ContactKind,
  reason: z.string(),
  termDays: z.int().min(1),
});
/** The institution takes the case, under a number of its own. */
export const AcceptanceSignal = z.strictObject({ kind: z.literal('acceptance'), reference: z.string() });
/** The institution does not take the case. */
export const OutsideRefusalSignal = z.strictObject({ kind: z.literal('outside-refusal'), reason: z.string() });

/** What can be said to a complaint after it was filed. */
export const Said = z.discriminatedUnion('kind', [
  AnswerSignal,
  RatingSignal,
  ClassificationSignal,
  WithdrawalSignal,
  ExtensionSignal,
  SupplementRequestSignal,
  SupplementSignal,
  ClosureSignal,
  TransferSignal,
  RefusalSignal,
  ApprovalSignal,
  DraftReturnSignal,
  CorrectionSignal,
  QuestionSignal,
  DecreedHolidaySignal,
  CalledOffHolidaySignal,
  OutsideTransferSignal,
  AcceptanceSignal,
  OutsideRefusalSignal,
]);
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
