import * as z from 'zod';
import { Choices } from '#schemas/choices.ts';
import { Classification } from '#schemas/classification.ts';
import { ComplaintNumber } from '#schemas/complaint-number.ts';
import { Deadline, LedgerEntry } from '#schemas/deadline.ts';
import { DepartmentId } from '#schemas/department.ts';
import { DistrictId } from '#schemas/district.ts';
import { Instant } from '#schemas/instant.ts';
import { KindId } from '#schemas/kind.ts';
import { PersonId } from '#schemas/person.ts';
import { Rung, RungId } from '#schemas/rung.ts';

/** The ways a filing can reach the city. */
export const Channel = z.enum(['web', 'app', 'phone', 'sms', 'chat', 'visit']);
export type Channel = z.infer<typeof Channel>;

/** The languages the city writes to people in. */
export const Language = z.enum(['ko', 'en']);
export type Language = z.infer<typeof Language>;

/**
 * Where a complaint stands in its story: the step that comes next, or what it waits for.
 *
 * `classification`, `answer` and `rating` wait for a person; the others are the state machine's to do. An execution that
 * starts later reads here where to go on.
 */
export const Stage = z.enum([
  'receive',
  'classify',
  'classification',
  'classified',
  'assign',
  'answer',
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

/** How one answer round went. */
export const Evaluation = z.strictObject({
  isLate: z.boolean(),
  workingMinutes: z.int().min(0),
  score: z.int().min(1).max(5).optional(),
  evaluatedAt: Instant,
});
export type Evaluation = z.infer<typeof Evaluation>;

/**
 * A complaint as its execution keeps it: what was decided, never what was said (that stands in items of its own).
 *
 * `round` counts answer rounds from 1. `ledger` is what this round's deadline is the sum of (each entry is also kept as an
 * item of its own, with the change that wrote it); `pausedAt` stands while its clock does. `rungs` is the ladder of the
 * deadline, `rungsDone` what was climbed of it. `supplement`: how often the petitioner was asked for more, and until when.
 */
export const Complaint = z.strictObject({
  number: ComplaintNumber,
  channel: Channel,
  channelApp: PersonId,
  language: Language,
  identity: z.enum(['named', 'protected', 'anonymous']),
  kindChosen: KindId.optional(),
  district: DistrictId.optional(),
  receivedAt: Instant,
  stage: Stage,
  status: ComplaintStatus,
  round: z.int().min(1),
  rulesVersion: z.string().optional(),
  classification: Classification.optional(),
  choices: Choices.optional(),
  deadline: Deadline.optional(),
  ledger: z.array(LedgerEntry).optional(),
  pausedAt: Instant.optional(),
  supplement: z.strictObject({ asked: z.int().min(1), untilAt: Instant }).optional(),
  rungs: z.array(Rung),
  assignment: Assignment.optional(),
  rungsDone: z.array(RungId),
  answeredAt: Instant.optional(),
  isLate: z.boolean().optional(),
  rateUntil: Instant.optional(),
  score: z.int().min(1).max(5).optional(),
  evaluation: Evaluation.optional(),
  closedAt: Instant.optional(),
});
export type Complaint = z.infer<typeof Complaint>;

/** What the citizen said, in their words, apart from the complaint so that a list never carries it. */
export const Words = z.strictObject({
  title: z.string(),
  text: z.string(),
  location: z.string().optional(),
});
export type Words = z.infer<typeof Words>;
