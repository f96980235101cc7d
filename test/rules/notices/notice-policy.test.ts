import { describe, expect, it } from 'vitest';
import { isWithheld, policyOf, quietUntil } from '#rules/notices/notice-policy.ts';
import { Instant } from '#schemas/instant.ts';
import { NoticeStep } from '#schemas/notice.ts';

describe('the quiet hours', () => {
  // Seoul is nine hours ahead.
  it.each([
    ['2026-11-23T10:59:59.999Z', undefined],
    ['2026-11-23T11:00:00.000Z', '2026-11-23T23:00:00.000Z'],
    ['2026-11-23T14:59:59.999Z', '2026-11-23T23:00:00.000Z'],
    ['2026-11-23T15:00:00.000Z', '2026-11-23T23:00:00.000Z'],
    ['2026-11-23T22:59:59.999Z', '2026-11-23T23:00:00.000Z'],
    ['2026-11-23T23:00:00.000Z', undefined],
    ['2026-12-31T20:00:00.000Z', '2026-12-31T23:00:00.000Z'],
  ])('at %s last until %s', (at, until) => {
    expect(quietUntil(Instant.parse(at))).toBe(until);
  });
});

describe('a step’s notice', () => {
  it.each(['reception', 'assignment', 'result', 'extension', 'supplement-request', 'closure'] as const)(
    'of what the law has told passes at night and cannot be declined: %s',
    (step) => {
      expect(policyOf(step)).toEqual({ isStatutory: true, passesAtNight: true });
      expect(isWithheld({ step, to: { role: 'petitioner' } }, true)).toBe(false);
    },
  );

  it('of progress waits for the morning and can be declined, by the petitioner alone', () => {
    expect(policyOf('tell-progress').passesAtNight).toBe(false);
    expect(isWithheld({ step: 'tell-progress', to: { role: 'petitioner' } }, true)).toBe(true);
    expect(isWithheld({ step: 'tell-progress', to: { role: 'petitioner' } }, false)).toBe(false);
    expect(isWithheld({ step: 'new-case', to: { role: 'lead', id: 'lead-water' } }, true)).toBe(false);
  });

  it('that reminds waits for the morning, one that escalates does not', () => {
    for (const step of NoticeStep.options) {
      if (step.startsWith('remind-')) expect(policyOf(step).passesAtNight, step).toBe(false);
      if (step.startsWith('escalate-')) expect(policyOf(step).passesAtNight, step).toBe(true);
    }
  });
});
