import { describe, expect, it } from 'vitest';
import { collectedAt, collectingSeconds, mayTellAt } from '#rules/notices/digest-time.ts';
import { at } from '#test/functions/samples.ts';
import { away, calendar, seoul } from '../hearing/spoken.ts';

describe('a digest', () => {
  it('collects for ten minutes', () => {
    expect(collectingSeconds).toBe(600);
    expect(collectedAt(at)).toBe(away(at, 600_000));
  });

  it.each([
    ['2026-11-23 08:59:59.999', false],
    ['2026-11-23 09:00', true],
    ['2026-11-23 12:00', true],
    ['2026-11-23 12:00:00.001', false],
    ['2026-11-23 13:00', true],
    ['2026-11-23 18:00', true],
    ['2026-11-23 18:00:00.001', false],
    ['2026-11-28 10:00', false],
    ['2026-12-25 10:00', false],
  ])('may go out at %s: %s', (when, expected) => {
    expect(mayTellAt(seoul(when), calendar)).toBe(expected);
  });
});
