import * as z from 'zod';
import { Answer } from '#schemas/answer.ts';
import { AttachmentShown } from '#schemas/api/attachment-shown.ts';
import { Classification } from '#schemas/classification.ts';
import { Assignment, Channel, ComplaintStatus, EarlierWords, Hand, PastRound, Stage } from '#schemas/complaint.ts';
import { ComplaintNumber } from '#schemas/complaint-number.ts';
import { Deadline, DeadlineClock, LedgerEntry } from '#schemas/deadline.ts';
import { DistrictId } from '#schemas/district.ts';
import { Instant } from '#schemas/instant.ts';
import { InstitutionId } from '#schemas/institution.ts';
import { KindId } from '#schemas/kind.ts';
import { PersonId } from '#schemas/person.ts';
import { TopicId } from '#schemas/topic.ts';

/** A line of an official's list: nothing in it is the petitioner's own. While its clock stands, since `pausedAt`, `dueAt` is the end of the petitioner's term. `remainingMinutes` is the working time left as of the list's instant, negative when it is late; while the clock stands, what was left then. `for`: the absent person for whom one stands in. */
export const ListedComplaint = z
  .object({
    number: ComplaintNumber,
    status: ComplaintStatus,
    stage: Stage,
    channel: Channel,
    kind: KindId.optional(),
    topic: TopicId.optional(),
    district: DistrictId.optional(),
    department: z.string(),
    receivedAt: Instant,
    dueAt: Instant,
    pausedAt: Instant.optional(),
    remainingMinutes: z.int().optional(),
    for: PersonId.optional(),
  })
  .meta({ id: 'ListedComplaint' });
export type ListedComplaint = z.infer<typeof ListedComplaint>;

/** A request for a supplement, until when it could be met, and what came of it. */
export const SupplementShown = z
  .object({
    askedAt: Instant,
    text: z.string(),
    termDays: z.int(),
    given: z.object({ at: Instant, text: z.string() }).optional(),
  })
  .meta({ id: 'Supplement' });
export type SupplementShown = z.infer<typeof SupplementShown>;

/** Why a case was passed on, given back, put off or closed, in the words of whoever did. */
export const ReasonShown = z
  .object({ at: Instant, by: z.string(), kind: z.string(), text: z.string() })
  .meta({ id: 'Reason' });

/** A transfer to an institution outside, and what became of it; without `ended` it waits. */
export const OutsideTransferShown = z
  .object({
    institution: InstitutionId,
    name: z.string(),
    askedAt: Instant,
    by: z.string(),
    reason: z.string(),
    termDays: z.int(),
    ended: z
      .object({
        at: Instant,
        by: z.enum(['acceptance', 'refusal', 'silence', 'withdrawal']),
        reference: z.string().optional(),
        reason: z.string().optional(),
      })
      .optional(),
  })
  .meta({ id: 'OutsideTransfer' });
export type OutsideTransferShown = z.infer<typeof OutsideTransferShown>;

/** A case as the person named and their lead see it. `hands`: whose it was and is; `draft`: an answer that waits for the lead. */
export const OfficialCase = z
  .object({
    number: ComplaintNumber,
    version: z.int(),
    status: ComplaintStatus,
    stage: Stage,
    channel: Channel,
    filedBy: PersonId.optional(),
    language: z.string(),
    district: DistrictId.optional(),
    title: z.string(),
    text: z.string(),
    location: z.string().optional(),
    petitioner: z.object({ name: z.string().optional(), phone: z.string().optional(), email: z.string().optional() }),
    receivedAt: Instant,
    classification: Classification.optional(),
    assignment: Assignment.optional(),
    deadline: Deadline.optional(),
    ledger: z.array(LedgerEntry),
    clock: DeadlineClock.optional(),
    supplements: z.array(SupplementShown),
    outsideTransfers: z.array(OutsideTransferShown),
    acceptanceUntil: Instant.optional(),
    answers: z.array(Answer),
    attachments: z.array(AttachmentShown).optional(),
    draft: z.object({ signal: z.int(), at: Instant, by: PersonId, text: z.string() }).optional(),
    needsApproval: z.boolean(),
    round: z.int(),
    pastRounds: z.array(PastRound),
    questions: z.array(z.object({ at: Instant, text: z.string() })),
    earlierWords: z.array(EarlierWords),
    hands: z.array(Hand),
    reasons: z.array(ReasonShown),
    decideUntil: Instant.optional(),
    signals: z.array(
      z.object({
        signal: z.int(),
        kind: z.string(),
        at: Instant,
        by: z.string(),
        for: PersonId.optional(),
        status: z.enum(['said', 'applied', 'refused']),
        code: z.string().optional(),
        reason: z.string().optional(),
      }),
    ),
    asOf: Instant,
  })
  .meta({ id: 'OfficialCase' });
export type OfficialCase = z.infer<typeof OfficialCase>;
