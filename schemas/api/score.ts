import * as z from 'zod';
import type { Operation } from '#schemas/api/operation.ts';
import { ComplaintNumber } from '#schemas/complaint-number.ts';
import { DepartmentId } from '#schemas/department.ts';
import { Instant } from '#schemas/instant.ts';
import { PersonId } from '#schemas/person.ts';
import { CaseValue, PART_IDS, SpecialResult, SpecialResultId } from '#schemas/score.ts';
import { Month } from '#schemas/statistics.ts';

const counters = ['official', 'lead', 'director', 'operator', 'auditor'] as const;
const Told = z.object({ ko: z.string(), en: z.string() });

/** A month, the present one unless another is said. */
export const ScoresQuery = z.strictObject({ month: Month.optional() });

/** A department, and the month. */
export const DepartmentParam = z.object({ department: DepartmentId });

/** Which of a department's parts. */
export const ScoreCasesQuery = z.strictObject({ month: Month.optional(), part: z.enum(PART_IDS).optional() });

const Part = z.object({ part: z.enum(PART_IDS), weight: z.number(), points: z.number(), cases: z.string() });

/** A department's score: the sum of its parts by their weight, each 0 to 100, to two decimals. */
export const DepartmentScore = z
  .object({
    department: DepartmentId,
    name: z.string(),
    nameEn: z.string(),
    score: z.number(),
    rounds: z.int(),
    parts: z.array(Part),
  })
  .meta({ id: 'DepartmentScore' });
export type DepartmentScore = z.infer<typeof DepartmentScore>;

/** All scores of a month, the highest first, and who stands out. `isFinal`: the month is over, the cut-off lies behind. */
export const Scores = z
  .object({
    month: Month,
    population: Told,
    clock: Told,
    cutOff: Instant,
    isFinal: z.boolean(),
    asOf: Instant,
    scores: z.array(DepartmentScore),
    best: DepartmentId.optional(),
    outstandingDepartments: z.array(DepartmentId),
    outstandingOfficials: z.array(
      z.object({ person: PersonId, department: DepartmentId, answers: z.int(), meanStars: z.number().optional() }),
    ),
  })
  .meta({ id: 'Scores' });
export type Scores = z.infer<typeof Scores>;

/** What a case, or a special result, gives to each part of a department's score. */
export const ScoreCases = z
  .object({
    department: DepartmentId,
    month: Month,
    cutOff: Instant,
    items: z.array(CaseValue.extend({ case: z.string() })),
    specialResults: z.array(SpecialResult),
    asOf: Instant,
  })
  .meta({ id: 'ScoreCases' });

/** A special result of a department, as somebody proposes it. */
export const SpecialResultBody = z.strictObject({
  department: DepartmentId,
  number: ComplaintNumber,
  reason: z.string().trim().min(10).max(1000),
});

/** Whether a second person agrees. */
export const ConfirmationBody = z.strictObject({ confirmed: z.boolean() });

/** What can be known of how departments answer. */
export const scoreOperations = [
  {
    id: 'readScores',
    method: 'GET',
    path: '/v1/scores',
    audience: 'statistics',
    access: 'token',
    groups: counters,
    summary: 'The departments’ scores of a month, with the best department, outstanding departments and officials',
    query: ScoresQuery,
    reply: { status: 200, schema: Scores, description: 'As of the month’s cut-off, or of now' },
  },
  {
    id: 'readScoreCases',
    method: 'GET',
    path: '/v1/scores/{department}/cases',
    audience: 'statistics',
    access: 'token',
    groups: counters,
    summary: 'The cases behind a department’s score, and what each gave to its parts',
    params: DepartmentParam,
    query: ScoreCasesQuery,
    reply: { status: 200, schema: ScoreCases, description: 'By number' },
  },
  {
    id: 'proposeSpecialResult',
    method: 'POST',
    path: '/v1/special-results',
    audience: 'statistics',
    access: 'token',
    groups: ['lead', 'operator'],
    summary: 'Propose a special result of a department, with its case and reason; a second person confirms it',
    needs: ['Idempotency-Key'],
    body: SpecialResultBody,
    reply: { status: 201, schema: SpecialResult, description: 'It counts once it is confirmed' },
  },
  {
    id: 'confirmSpecialResult',
    method: 'POST',
    path: '/v1/special-results/{id}/confirmation',
    audience: 'statistics',
    access: 'token',
    groups: ['director', 'operator', 'auditor'],
    summary: 'Confirm a special result, or not; never one’s own',
    params: z.object({ id: SpecialResultId }),
    body: ConfirmationBody,
    reply: { status: 200, schema: SpecialResult, description: 'As it stands now' },
  },
] as const satisfies readonly Operation[];
