import type { Instant } from '#schemas/instant.ts';
import { seoulDateOf, toInstant, toMillis } from '../clock/instant.ts';

/** An open case as an official's list has it. */
export type OpenCase = { readonly dueAt: Instant; readonly pausedAt?: string | undefined };

/** How many cases are open, and how many of them are due today or overdue; a clock that stands makes neither. */
export type Workload = { readonly open: number; readonly dueToday: number; readonly overdue: number };

/** Nothing to do. */
export const noWork: Workload = { open: 0, dueToday: 0, overdue: 0 };

/** The workload with one more case, at an instant. A due instant at 24:00 belongs to the day it ends. */
export function withCase(before: Workload, { dueAt, pausedAt }: OpenCase, at: Instant): Workload {
  const runs = pausedAt === undefined;
  const isOverdue = runs && dueAt < at;
  const isToday = runs && !isOverdue && seoulDateOf(toInstant(toMillis(dueAt) - 1)) === seoulDateOf(at);
  return {
    open: before.open + 1,
    dueToday: before.dueToday + (isToday ? 1 : 0),
    overdue: before.overdue + (isOverdue ? 1 : 0),
  };
}

/** Two workloads as one. */
export const together = (one: Workload, other: Workload): Workload => ({
  open: one.open + other.open,
  dueToday: one.dueToday + other.dueToday,
  overdue: one.overdue + other.overdue,
});
