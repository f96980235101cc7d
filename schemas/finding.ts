import * as z from 'zod';
import { Channel, ComplaintStatus, Named, Stage } from '#schemas/complaint.ts';
import { ComplaintNumber } from '#schemas/complaint-number.ts';
import { DeadlineBasis } from '#schemas/deadline.ts';
import { DepartmentId } from '#schemas/department.ts';
import { DistrictId } from '#schemas/district.ts';
import { Instant } from '#schemas/instant.ts';
import { KindId } from '#schemas/kind.ts';
import { TopicId } from '#schemas/topic.ts';

/**
 * A complaint as lists and the search keep it: nothing in it is the petitioner's own.
 *
 * `dueAt`, `basis` and, while the clock stands since `pausedAt`, `deadlineAt` (the due instant as it was then) stand there as
 * long as it is under way; `barred` are those to whom it must not be shown. Lines of older versions lack the later ones.
 */
export const KeptLine = z.object({
  number: ComplaintNumber,
  status: ComplaintStatus,
  stage: Stage,
  channel: Channel,
  kind: KindId.optional(),
  topic: TopicId.optional(),
  district: DistrictId.optional(),
  department: DepartmentId.optional(),
  receivedAt: Instant,
  dueAt: Instant.optional(),
  basis: DeadlineBasis.optional(),
  pausedAt: Instant.optional(),
  deadlineAt: Instant.optional(),
  closedAt: Instant.optional(),
  barred: Named.optional(),
});
export type KeptLine = z.infer<typeof KeptLine>;

/**
 * How a complaint is found: in a `queue` while something is due, and by the search, in its department or among those that
 * have none yet.
 *
 * `words`: those that the search finds it by, as one compares them; `removed`: none from now on; left out: as they were.
 */
export type Finding = {
  readonly department: DepartmentId | undefined;
  readonly receivedAt: Instant;
  readonly queue: { readonly handler: string; readonly dueAt: Instant } | undefined;
  readonly line: KeptLine;
  readonly words?: string | 'removed';
};
