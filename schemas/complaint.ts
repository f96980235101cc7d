import * as z from 'zod';
import { Choices } from '#schemas/choices.ts';
import { Classification } from '#schemas/classification.ts';
import { ComplaintNumber } from '#schemas/complaint-number.ts';
import { Deadline, LedgerEntry } from '#schemas/deadline.ts';
import { DepartmentId } from '#schemas/department.ts';
import { DistrictId } from '#schemas/district.ts';
import { Identity } from '#schemas/identity.ts';
import { Instant } from '#schemas/instant.ts';
import { ContactKind, InstitutionId } from '#schemas/institution.ts';
import { KindId } from '#schemas/kind.ts';
import { Lack } from '#schemas/lack.ts';
import { PersonId } from '#schemas/person.ts';
import { Rung, RungId } from '#schemas/rung.ts';
import { Ward } from '#schemas/ward.ts';

/** The ways a filing can reach the city. */
export const Channel = z.enum(['web', 'app', 'phone', 'sms', 'chat', 'visit', 'on-site']);
export type Channel = z.infer<typeof Channel>;

/** The languages the city writes to people in. */
export const Language = z.enum(['ko', 'en']);
export type Language = z.infer<typeof Language>;

/**
 * Where a complaint stands in its story: the step that comes next, or what it waits for.
 *
 * `classification`, `answer`, `acceptance`, `adjudication` and `rating` wait for a person; the others are the state machine's to
 * do. An execution that starts later reads here where to go on.
 */
export const Stage = z.enum([
  'receive',
  'classify',
  'classification',
  'classified',
  'assign',
  'adjudicate',
  'adjudication',
  'answer',
  'acceptance',
  'respond',
  'rating',
  'evaluate',
  'close',
  'closed',
]);
export type Stage = z.infer<typeof Stage>;

/** What the petitioner sees of it. */
export const ComplaintStatus = z.enum([
  'received',
  'in-classification',
  'assigned',
  'awaiting-supplement',
  'answered',
  'closed',
  'withdrawn',
  'transferred',
]);
export type ComplaintStatus = z.infer<typeof ComplaintStatus>;

/** Who has the case: the department and, unless it is the central desk's, the one person named. */
export const Assignment = z.strictObject({
  department: DepartmentId,
  departmentName: z.string(),
  departmentNameEn: z.string(),
  person: PersonId.optional(),
  lead: PersonId,
  director: PersonId,
  reason: z.string(),
  assignedAt: Instant,
});
export type Assignment = z.infer<typeof Assignment>;

/** One hand the complaint passed through: the department, who was named there, why it came to them and when. */
export const Hand = z.strictObject({
  department: DepartmentId,
  person: PersonId.optional(),
  reason: z.string(),
  at: Instant,
});
export type Hand = z.infer<typeof Hand>;

/**
 * How a complaint passes between departments.
 *
 * `refusals` counts refusals, and transfers to a department that had it before. `from`: who sent it to the department that
 * has it, and gets it back if that refuses. `to`: where it goes next, which is Assign's to do. `decideUntil` stands while the
 * adjudicating desk has it, `decidedAt` since its decision, after which it passes no more.
 */
export const Passing = z.strictObject({
  refusals: z.int().min(0),
  from: z.strictObject({ department: DepartmentId, person: PersonId.optional() }).optional(),
  to: z
    .strictObject({
      department: DepartmentId,
      person: PersonId.optional(),
      why: z.enum(['transfer', 'refusal', 'decision']),
    })
    .optional(),
  decideUntil: Instant.optional(),
  decidedAt: Instant.optional(),
});
export type Passing = z.infer<typeof Passing>;
/** Which of the city's people the complaint names, and the departments they belong to or lead. */
export const Named = z.strictObject({ people: z.array(PersonId), departments: z.array(DepartmentId) });
export type Named = z.infer<typeof Named>;
/**
 * The last transfer to an institution outside: it can accept until `untilAt`. Whether it still can, the stage says
 * (`acceptance`); once it has, `acceptedAt` and `reference`, its own number, stand here. `asked` counts such transfers from 1.
 */
export const Outside = z.strictObject({
  institution: InstitutionId,
  name: z.string(),
  nameEn: z.string(),
  contact: ContactKind,
  asked: z.int().min(1),
  askedAt: Instant,
  untilAt: Instant,
  by: PersonId,
  acceptedAt: Instant.optional(),
  reference: z.string().optional(),
});
export type Outside = z.infer<typeof Outside>;

/** How one answer round went. */
export const Evaluation = z.strictObject({
  isLate: z.boolean(),
  workingMinutes: z.int().min(0),
  score: z.int().min(1).max(5).optional(),
  evaluatedAt: Instant,
});
export type Evaluation = z.infer<typeof Evaluation>;

/** A round that is over: its deadline, its answer, its rating. */
export const PastRound = z.strictObject({
  round: z.int().min(1),
  receivedAt: Instant,
  dueAt: Instant,
  answeredAt: Instant,
  isLate: z.boolean(),
  lacks: Lack.optional(),
  score: z.int().min(1).max(5),
  evaluation: Evaluation.optional(),
});
export type PastRound = z.infer<typeof PastRound>;

/**
 * A complaint as its execution keeps it: what was decided, never what was said (that stands in items of its own).
 *
 * `channelApp` is the account through which it was filed; `filedBy` the official who wrote down what a caller said, or imported it, if one did.
 * `round` counts answer rounds from 1; those that are over stand in `pastRounds`, and `roundAt` is when the petitioner asked
 * for this one (none: the receipt began it). `hands`: whose it was and is. `assignedAt`: when it was first assigned in this
 * round. `needsApproval`: an official's text is a `draft`, kept under its signal's number, until their lead approves. `ledger` is what this round's deadline is the sum of (each entry is also kept as an
 * item of its own, with the change that wrote it); `pausedAt` stands while its clock does. `rungs` is the ladder of the
 * deadline, `rungsDone` what was climbed of it. `supplement`: how often the petitioner was asked for more, and until when.
 * `lacks`: why its answer says nothing and counts as none. `counted`: by which version of the counting it stands in the statistics.
 * `backfilledAt`: when an old case came in that keeps its own date of receipt.
 * `named`: who is named in it, as found when it was classified; they are barred only from a report whose reporter is protected.
 */
export const Complaint = z.strictObject({
  number: ComplaintNumber,
  channel: Channel,
  channelApp: PersonId,
  filedBy: PersonId.optional(),
  language: Language,
  identity: Identity,
  kindChosen: KindId.optional(),
  district: DistrictId.optional(),
  ward: Ward.optional(),
  receivedAt: Instant,
  stage: Stage,
  status: ComplaintStatus,
  round: z.int().min(1),
  roundAt: Instant.optional(),
  pastRounds: z.array(PastRound).optional(),
  rulesVersion: z.string().optional(),
  classification: Classification.optional(),
  choices: Choices.optional(),
  named: Named.optional(),
  deadline: Deadline.optional(),
  ledger: z.array(LedgerEntry).optional(),
  pausedAt: Instant.optional(),
  supplement: z.strictObject({ asked: z.int().min(1), untilAt: Instant }).optional(),
  outside: Outside.optional(),
  rungs: z.array(Rung),
  assignment: Assignment.optional(),
  assignedAt: Instant.optional(),
  hands: z.array(Hand).optional(),
  passing: Passing.optional(),
  needsApproval: z.boolean().optional(),
  draft: z.strictObject({ signal: z.int().min(1), at: Instant, by: PersonId }).optional(),
  rungsDone: z.array(RungId),
  answeredAt: Instant.optional(),
  isLate: z.boolean().optional(),
  lacks: Lack.optional(),
  rateUntil: Instant.optional(),
  score: z.int().min(1).max(5).optional(),
  ratedAt: Instant.optional(),
  evaluation: Evaluation.optional(),
  closedAt: Instant.optional(),
  counted: z.int().min(1).optional(),
  backfilledAt: Instant.optional(),
});
export type Complaint = z.infer<typeof Complaint>;

/** What the citizen said, in their words, apart from the complaint so that a list never carries it. */
export const Words = z.strictObject({
  title: z.string(),
  text: z.string(),
  location: z.string().optional(),
});
export type Words = z.infer<typeof Words>;

/** Words that the petitioner has corrected since, and when. */
export const EarlierWords = Words.extend({ correctedAt: Instant });
export type EarlierWords = z.infer<typeof EarlierWords>;
