import * as z from 'zod';
import { Channel, Named } from '#schemas/complaint.ts';
import { DepartmentId } from '#schemas/department.ts';
import { DistrictId } from '#schemas/district.ts';
import { Instant, SeoulDate } from '#schemas/instant.ts';
import { KindId } from '#schemas/kind.ts';
import { Lack } from '#schemas/lack.ts';
import { PersonId } from '#schemas/person.ts';
import { TopicId } from '#schemas/topic.ts';
import { Ward } from '#schemas/ward.ts';

/** What stands where a complaint has no district or ward, or is not assigned yet and so has no department, field or kind. */
export const NONE = 'none';
const None = z.literal(NONE);

/** What complaints are counted by. `on` is the day of receipt in Seoul, `field` the topic. */
export const Dimension = z.enum(['district', 'ward', 'field', 'department', 'channel', 'kind', 'day']);
export type Dimension = z.infer<typeof Dimension>;

/** The one place among all that are counted where a complaint stands at a moment. */
export const Cell = z.strictObject({
  day: SeoulDate,
  district: z.union([DistrictId, None]),
  ward: z.union([Ward, None]),
  field: z.union([TopicId, None]),
  department: z.union([DepartmentId, None]),
  channel: Channel,
  kind: z.union([KindId, None]),
});
export type Cell = z.infer<typeof Cell>;

/**
 * What is counted of complaints, in the order it is shown. `received` is the sum of the six that follow it: each complaint is
 * exactly one of them. `hollow`: the answer says nothing, so it counts as none. `ended`: closed without an answer.
 *
 * Of those `answered`: in time in every round (`onTime`) or not (`late`), `instant` by the central desk without passing another,
 * and the minutes: `workingMinutes` in which the clock ran until the answer, `pausedMinutes` of working time in which it stood
 * (for `paused` complaints). `overdue` ones are open, their deadline past. `ratings` have `stars` together.
 */
export const measures = [
  'received',
  'open',
  'answered',
  'hollow',
  'withdrawn',
  'transferred',
  'ended',
  'overdue',
  'onTime',
  'late',
  'instant',
  'askedAgain',
  'paused',
  'ratings',
  'stars',
  'workingMinutes',
  'pausedMinutes',
] as const;
/** One of them. */
export const Measure = z.enum(measures);
export type Measure = z.infer<typeof Measure>;

/** Numbers of each measure; what is not there is 0. */
export const Measures = z.partialRecord(Measure, z.int());
export type Measures = z.infer<typeof Measures>;

/** The measures that count complaints, each of them by itself: those whose cases can be listed. */
export const CountedMeasure = Measure.exclude(['stars', 'workingMinutes', 'pausedMinutes']);
export type CountedMeasure = z.infer<typeof CountedMeasure>;

/** A month of the city's calendar, `2026-11`. */
export const Month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'a month is written 2026-11');
export type Month = z.infer<typeof Month>;

/**
 * One round of a complaint, as a department's score counts it, in the month in which it was answered or, if that comes first,
 * fell due. `person` answered it, or has it. `overturned`: the adjudicating desk gave it back to a department that had passed it on.
 */
export const RoundFact = z.strictObject({
  department: DepartmentId,
  month: Month,
  round: z.int().min(1),
  person: PersonId.optional(),
  dueAt: Instant,
  answeredAt: Instant.optional(),
  isLate: z.boolean().optional(),
  lacks: Lack.optional(),
  stars: z.int().min(1).max(5).optional(),
  ratedAt: Instant.optional(),
  isExtended: z.literal(true).optional(),
  overturned: z.literal(true).optional(),
});
export type RoundFact = z.infer<typeof RoundFact>;

/** A complaint as it is counted: its cell, what it adds there, and its round. `barred`: who may not know of it. */
export const CaseFact = z.strictObject({
  cell: Cell,
  measures: Measures,
  round: RoundFact.optional(),
  barred: Named.optional(),
});
export type CaseFact = z.infer<typeof CaseFact>;
