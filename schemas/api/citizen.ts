import * as z from 'zod';
import { AttachmentShown, FiledAttachments } from '#schemas/api/attachment-shown.ts';
import type { Operation } from '#schemas/api/operation.ts';
import { DecreedHoliday } from '#schemas/calendar.ts';
import { Channel, ComplaintStatus, Language } from '#schemas/complaint.ts';
import { ComplaintNumber } from '#schemas/complaint-number.ts';
import { Deadline, DeadlineClock } from '#schemas/deadline.ts';
import { DistrictId } from '#schemas/district.ts';
import { Identity, WayToFile } from '#schemas/identity.ts';
import { Instant } from '#schemas/instant.ts';
import { Kind, KindId } from '#schemas/kind.ts';
import { NoticeChoice } from '#schemas/notice.ts';
import { Petitioner } from '#schemas/petitioner.ts';

/** Which complaint: its number as it was told, in any case and with or without hyphens. */
export const NumberParam = z.object({ number: z.string().min(1).max(40) });

/** What an intake channel sends for a citizen. */
export const Filing = z
  .strictObject({
    channel: Channel,
    title: z.string().trim().min(1).max(200),
    text: z.string().trim().min(1).max(20_000),
    kind: KindId.optional(),
    language: Language.default('ko'),
    district: DistrictId.optional(),
    ward: z
      .string()
      .trim()
      .min(1)
      .max(20)
      .meta({ description: 'The ward (행정동) of the district by its name', example: '역삼1동' })
      .optional(),
    location: z.string().trim().min(1).max(300).optional(),
    petitioner: Petitioner.default({ notifyBy: [] }),
    identity: Identity.default('named'),
    attachments: FiledAttachments.optional(),
  })
  .meta({ id: 'Filing' });
export type Filing = z.infer<typeof Filing>;

/** What the citizen keeps: the number, and the code without which nobody sees the complaint. */
export const Receipt = z
  .object({
    number: ComplaintNumber,
    accessCode: z.string(),
    status: ComplaintStatus,
    receivedAt: Instant,
  })
  .meta({ id: 'Receipt' });
export type Receipt = z.infer<typeof Receipt>;

/**
 * A complaint as its petitioner sees it. `mayAskUntil`: until when it can be asked again; `institution`: who has taken it, and its
 * number there. `timeline` is in order; `dueAt` with `due` and `clock` says why, `reasons` in the official's words.
 */
export const TrackedComplaint = z
  .object({
    number: ComplaintNumber,
    status: ComplaintStatus,
    channel: Channel,
    kind: KindId.optional(),
    district: DistrictId.optional(),
    department: z.object({ id: z.string(), name: z.string() }).optional(),
    institution: z.object({ name: z.string(), reference: z.string() }).optional(),
    receivedAt: Instant,
    dueAt: Instant.optional(),
    due: Deadline.optional(),
    clock: DeadlineClock.optional(),
    supplements: z.array(
      z.object({ askedAt: Instant, text: z.string(), untilAt: Instant.optional(), givenAt: Instant.optional() }),
    ),
    reasons: z.array(z.object({ at: Instant, event: z.enum(['extension', 'closure']), text: z.string() })),
    timeline: z.array(z.object({ at: Instant, event: z.string(), text: z.string() })),
    answers: z.array(
      z.object({
        round: z.int(),
        at: Instant,
        text: z.string(),
        isLate: z.boolean(),
        score: z.int().optional(),
      }),
    ),
    questions: z.array(z.object({ at: Instant, text: z.string() })),
    attachments: z.array(AttachmentShown).optional(),
    mayAskUntil: Instant.optional(),
    rating: z.object({ score: z.int(), until: Instant.optional() }).partial().optional(),
    signals: z.array(z.object({ signal: z.int(), kind: z.string(), status: z.string(), code: z.string().optional() })),
    asOf: Instant,
  })
  .meta({ id: 'TrackedComplaint' });
export type TrackedComplaint = z.infer<typeof TrackedComplaint>;

/** Kept and numbered; the execution will hear it. */
export const Kept = z.object({ signal: z.int().min(1), version: z.int().min(1) }).meta({ id: 'Kept' });

/** A rating of the last answer. */
export const RatingBody = z.strictObject({
  score: z.int().min(1).max(5),
  comment: z.string().trim().max(2000).optional(),
});

/** Taking the complaint back. */
export const WithdrawalBody = z.strictObject({ reason: z.string().trim().max(1000).optional() });

/** Other words instead of one's own, before the complaint is assigned. */
export const CorrectionBody = z
  .strictObject({
    title: Filing.shape.title.optional(),
    text: Filing.shape.text.optional(),
    location: Filing.shape.location,
  })
  .refine((words) => Object.keys(words).length > 0, 'title, text or location');

/** What the petitioner still asks after an answer. */
export const QuestionBody = z.strictObject({ text: Filing.shape.text, attachments: FiledAttachments.optional() });

/** What the city had asked for. */
export const SupplementBody = z.strictObject({
  text: z.string().trim().min(1).max(20_000),
  attachments: FiledAttachments.optional(),
});

/** A file that the city's page is made of. */
export const PageFileParam = z.object({ file: z.enum(['page.css', 'page.js']) });

/** What citizens and channel apps can do. */
export const citizenOperations = [
  {
    id: 'fileComplaint',
    method: 'POST',
    path: '/v1/complaints',
    audience: 'citizen',
    access: 'token',
    groups: ['channel-app'],
    summary: 'File what a citizen says',
    needs: ['Idempotency-Key'],
    body: Filing,
    reply: { status: 201, schema: Receipt, description: 'Kept; the state machine takes it from here' },
  },
  {
    id: 'trackComplaint',
    method: 'GET',
    path: '/v1/complaints/{number}',
    audience: 'citizen',
    access: 'access-code',
    summary: 'Follow a complaint',
    params: NumberParam,
    reply: { status: 200, schema: TrackedComplaint, description: 'Where it stands' },
  },
  {
    id: 'rateAnswer',
    method: 'POST',
    path: '/v1/complaints/{number}/rating',
    audience: 'citizen',
    access: 'access-code',
    summary: 'Rate the last answer from 1 to 5, once',
    params: NumberParam,
    body: RatingBody,
    reply: { status: 202, schema: Kept, description: 'Kept' },
  },
  {
    id: 'withdrawComplaint',
    method: 'POST',
    path: '/v1/complaints/{number}/withdrawal',
    audience: 'citizen',
    access: 'access-code',
    summary: 'Take the complaint back before it is answered',
    params: NumberParam,
    body: WithdrawalBody,
    reply: { status: 202, schema: Kept, description: 'Kept' },
  },
  {
    id: 'giveSupplement',
    method: 'POST',
    path: '/v1/complaints/{number}/supplement',
    audience: 'citizen',
    access: 'access-code',
    summary: 'Give what the city asked for; the clock runs on',
    params: NumberParam,
    body: SupplementBody,
    reply: { status: 202, schema: Kept, description: 'Kept' },
  },
  {
    id: 'correctWords',
    method: 'POST',
    path: '/v1/complaints/{number}/correction',
    audience: 'citizen',
    access: 'access-code',
    summary: 'Correct one’s own words before the complaint is assigned; the earlier ones are kept',
    params: NumberParam,
    body: CorrectionBody,
    reply: { status: 202, schema: Kept, description: 'Kept' },
  },
  {
    id: 'askAgain',
    method: 'POST',
    path: '/v1/complaints/{number}/question',
    audience: 'citizen',
    access: 'access-code',
    summary: 'Ask again after rating the answer: another round with its own deadline, at most three',
    params: NumberParam,
    body: QuestionBody,
    reply: { status: 202, schema: Kept, description: 'Kept' },
  },
  {
    id: 'chooseNotices',
    method: 'PUT',
    path: '/v1/complaints/{number}/notices',
    audience: 'citizen',
    access: 'access-code',
    summary: 'Choose to be told only what the law has told',
    params: NumberParam,
    body: NoticeChoice,
    reply: { status: 200, schema: NoticeChoice, description: 'As it is kept now' },
  },
  {
    id: 'listHolidays',
    method: 'GET',
    path: '/v1/calendar',
    audience: 'citizen',
    access: 'anyone',
    summary: 'The days off that were decreed, beside the holidays of every year; a day called off says since when',
    reply: { status: 200, schema: z.object({ items: z.array(DecreedHoliday), asOf: Instant }), description: 'By day' },
  },
  {
    id: 'listKinds',
    method: 'GET',
    path: '/v1/kinds',
    audience: 'citizen',
    access: 'anyone',
    summary: 'The kinds of complaint with their legal periods',
    reply: { status: 200, schema: z.object({ items: z.array(Kind) }), description: 'All kinds' },
  },
  {
    id: 'listIdentities',
    method: 'GET',
    path: '/v1/identities',
    audience: 'citizen',
    access: 'anyone',
    summary: 'The ways to file: named, protected or anonymous, each with its rights, to be told before one is chosen',
    reply: { status: 200, schema: z.object({ items: z.array(WayToFile) }), description: 'As they are offered' },
  },
  {
    id: 'describeApi',
    method: 'GET',
    path: '/openapi.json',
    audience: 'citizen',
    access: 'anyone',
    summary: 'This description',
    reply: { status: 200, schema: z.looseObject({ openapi: z.string() }), description: 'OpenAPI 3.1' },
  },
  {
    id: 'showCity',
    method: 'GET',
    path: '/',
    audience: 'citizen',
    access: 'anyone',
    summary: 'The state of the city as a page for people, in Korean and English',
    reply: { status: 200, schema: z.string(), description: 'A page', media: 'text/html' },
  },
  {
    id: 'readPageFile',
    method: 'GET',
    path: '/page/{file}',
    audience: 'citizen',
    access: 'anyone',
    summary: 'Style and script of the page',
    params: PageFileParam,
    reply: { status: 200, schema: z.string(), description: 'The file', media: 'text/*' },
  },
] as const satisfies readonly Operation[];
