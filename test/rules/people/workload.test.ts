import { describe, expect, it } from 'vitest';
import { noWork, together, withCase } from '#rules/people/workload.ts';
import { Instant } from '#schemas/instant.ts';

/** Tuesday 24 November 2026, 09:00 in Seoul. */
const at = Instant.parse('2026-11-24T00:00:00.000Z');

describe('a case in the workload', () => {
  it.each([
    ['due before this instant', '2026-11-23T23:59:59.999Z', undefined, [1, 0, 1]],
    ['due at this instant', '2026-11-24T00:00:00.000Z', undefined, [1, 1, 0]],
    ['due at 24:00 of this day', '2026-11-24T15:00:00.000Z', undefined, [1, 1, 0]],
    ['due a moment after this day', '2026-11-24T15:00:00.001Z', undefined, [1, 0, 0]],
    ['overdue, but its clock stands', '2026-11-20T09:00:00.000Z', '2026-11-20T08:00:00.000Z', [1, 0, 0]],
  ])('%s', (_, dueAt, pausedAt, [open, dueToday, overdue]) => {
    expect(withCase(noWork, { dueAt: Instant.parse(dueAt), pausedAt }, at)).toEqual({ open, dueToday, overdue });
  });

  it('of two departments is the sum', () => {
    expect(together({ open: 3, dueToday: 1, overdue: 2 }, { open: 4, dueToday: 0, overdue: 1 })).toEqual({
      open: 7,
      dueToday: 1,
      overdue: 3,
    });
  });
});
