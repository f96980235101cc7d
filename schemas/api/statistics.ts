import * as z from 'zod';
import type { Operation } from '#schemas/api/operation.ts';
import { PageQuery } from '#schemas/api/page.ts';
import { scoreOperations } from '#schemas/api/score.ts';
import { Channel } from '#schemas/complaint.ts';
import { ComplaintNumber } from '#schemas/complaint-number.ts';
import { DepartmentId } from '#schemas/department.ts';
import { DistrictId } from '#schemas/district.ts';
import { Instant, SeoulDate } from '#schemas/instant.ts';
import { KindId } from '#schemas/kind.ts';
import { Cell, CountedMeasure, Dimension, Measures, Month, NONE, RoundFact } from '#schemas/statistics.ts';
import { TopicId } from '#schemas/topic.ts';

/** A sentence in Korean and English. */
export const Told = z.object({ ko: z.string(), en: z.string() }).meta({ id: 'Told' });
export type Told = z.infer<typeof Told>;

/** What every statistic says of itself: who is counted, by which clock, and up to which instant. */
const Basis = {
  population: Told.meta({ description: 'Who is counted' }),
  clock: Told.meta({ description: 'By which clock times are counted' }),
  from: SeoulDate,
  to: SeoulDate,
  asOf: Instant.meta({ description: 'The cut-off: the numbers are those of this instant' }),
};

const orNone = <S extends z.ZodType>(schema: S) => z.union([schema, z.literal(NONE)]);

const by = Dimension.default('district');
const ward = z.string().trim().min(1).max(20);
const monthOrDay = z.union([Month, SeoulDate]);

/** What is asked of the published statistics: one dimension, and whole months; a day stands for its month. */
export const PublishedQuery = z.strictObject({
  by,
  from: monthOrDay.optional(),
  to: monthOrDay.optional(),
  district: DistrictId.optional().meta({ description: 'With by=ward: the wards of this district' }),
});

/** Which complaints: received on days from … to, both included, and the same in every other member. */
const Filters = {
  from: SeoulDate.optional(),
  to: SeoulDate.optional(),
  district: orNone(DistrictId).optional(),
  ward: ward.optional(),
  field: orNone(TopicId).optional(),
  department: orNone(DepartmentId).optional(),
  channel: Channel.optional(),
  kind: orNone(KindId).optional(),
};

/** What is asked of the exact statistics. */
export const StatisticsQuery = z.strictObject({ by, ...Filters });

/** Which cases are asked for: those behind a number. */
export const CasesQuery = z.strictObject({
  ...PageQuery.shape,
  ...Filters,
  measure: CountedMeasure.default('received'),
});

const Published = z.object({ received: z.int().multipleOf(5), answered: z.int().multipleOf(5) });

/** A table for everybody. Numbers are multiples of 5, rounded down in each month; under 5 they are suppressed. */
export const PublishedStatistics = z
  .object({
    by: Dimension,
    ...Basis,
    rounding: Told,
    rows: z.array(
      z.object({
        key: z.string(),
        ...Published.shape,
        isSuppressed: z.boolean(),
        onTime: z.object({ from: z.number(), to: z.number() }).optional(),
        meanWorkingMinutes: z.int().optional(),
        meanPausedMinutes: z.int().optional(),
      }),
    ),
    total: Published,
  })
  .meta({ id: 'PublishedStatistics' });
export type PublishedStatistics = z.infer<typeof PublishedStatistics>;

/** One row of exact numbers; `cases` leads to the cases behind each of them. */
export const StatisticsRow = z
  .object({
    key: z.string(),
    measures: Measures,
    onTimeRate: z.number().optional(),
    meanWorkingMinutes: z.number().optional(),
    meanPausedMinutes: z.number().optional(),
    meanStars: z.number().optional(),
    cases: z.partialRecord(CountedMeasure, z.string()),
  })
  .meta({ id: 'StatisticsRow' });
export type StatisticsRow = z.infer<typeof StatisticsRow>;

/** Exact numbers of the cases that the caller may know of. */
export const Statistics = z
  .object({ by: Dimension, ...Basis, rows: z.array(StatisticsRow), total: StatisticsRow.omit({ key: true }) })
  .meta({ id: 'Statistics' });
export type Statistics = z.infer<typeof Statistics>;

/** A case behind a number, without anybody's name or words. */
export const CountedCaseShown = z
  .object({
    number: ComplaintNumber,
    cell: Cell,
    measures: Measures,
    dueAt: Instant.optional(),
    answeredAt: Instant.optional(),
    lacks: RoundFact.shape.lacks,
    case: z.string(),
  })
  .meta({ id: 'CountedCase' });
export type CountedCaseShown = z.infer<typeof CountedCaseShown>;

/** Who sees exact numbers. */
export const countersOf = ['official', 'lead', 'director', 'operator', 'auditor'] as const;

/** What can be known of all complaints together. */
export const statisticsOperations = [
  {
    id: 'readPublishedStatistics',
    method: 'GET',
    path: '/v1/statistics',
    audience: 'statistics',
    access: 'anyone',
    summary:
      'Complaints by district, ward, field, department, channel, kind or day, and how fast they are answered; numbers under 5 are suppressed',
    query: PublishedQuery,
    reply: { status: 200, schema: PublishedStatistics, description: 'As of now' },
  },
  {
    id: 'readStatistics',
    method: 'GET',
    path: '/v1/officials/me/statistics',
    audience: 'statistics',
    access: 'token',
    groups: countersOf,
    summary:
      'Exact numbers: of one’s own departments or, for operators and auditors, of the city; each leads to its cases',
    query: StatisticsQuery,
    reply: { status: 200, schema: Statistics, description: 'As of now' },
  },
  {
    id: 'listCountedCases',
    method: 'GET',
    path: '/v1/officials/me/statistics/cases',
    audience: 'statistics',
    access: 'token',
    groups: countersOf,
    summary: 'The cases behind a number, by number within district and month of receipt',
    query: CasesQuery,
    reply: {
      status: 200,
      schema: z.object({ items: z.array(CountedCaseShown), cursor: z.string().optional(), asOf: Instant }),
      description: 'A page of them',
    },
  },
  ...scoreOperations,
] as const satisfies readonly Operation[];
