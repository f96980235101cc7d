import { describe, expect, test } from 'vitest';
import { stepOfCode } from '#local/sign-in/software-token.ts';
import { oneTimeCode, untilNextCode } from '#scripts/deployed/one-time-code.ts';

/** '12345678901234567890' in base 32; the last six digits of RFC 6238, appendix B. */
const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
const published: [number, string][] = [
  [59, '287082'],
  [1_111_111_109, '081804'],
  [1_111_111_111, '050471'],
  [1_234_567_890, '005924'],
  [2_000_000_000, '279037'],
  [20_000_000_000, '353130'],
];

describe('a one-time code', () => {
  test.each(published)(
    'at %i s is the one of RFC 6238, for whoever shows it and whoever checks it',
    (seconds, code) => {
      expect(oneTimeCode(secret, seconds * 1000)).toBe(code);
      expect(stepOfCode(secret, code, seconds * 1000)).toBe(Math.floor(seconds / 30));
    },
  );

  test('is good for the 30 seconds before and after its own, not longer', () => {
    const code = oneTimeCode(secret, 90_000);
    expect([30_000, 60_000, 119_999, 149_999].map((now) => stepOfCode(secret, code, now))).toEqual([
      undefined,
      3,
      3,
      3,
    ]);
    expect(stepOfCode(secret, code, 150_000)).toBeUndefined();
    expect([0, 29_999, 30_000].map(untilNextCode)).toEqual([30_000, 1, 30_000]);
  });

  test('is read from a secret as people type it, and refused from anything else', () => {
    expect(oneTimeCode('gezd gnbv gy3t qojq gezd gnbv gy3t qojq', 59_000)).toBe('287082');
    expect(() => oneTimeCode('10018', 0)).toThrow('not base 32, expected 16 or more of A–Z and 2–7');
  });
});
