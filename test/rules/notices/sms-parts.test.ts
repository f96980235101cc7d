import { describe, expect, it } from 'vitest';
import { fitsOneSms, smsPartsOf } from '#rules/notices/sms-parts.ts';

describe('the parts of an SMS', () => {
  it.each([
    ['nothing', '', 1],
    ['160 of the plain alphabet', 'a'.repeat(160), 1],
    ['161 of the plain alphabet', 'a'.repeat(161), 2],
    ['two whole parts of the plain alphabet', 'a'.repeat(306), 2],
    ['one more', 'a'.repeat(307), 3],
    ['80 that count twice', '['.repeat(80), 1],
    ['81 that count twice', '['.repeat(81), 2],
    // 153 places take 76 of them: none is cut in two.
    ['152 that count twice', '€'.repeat(152), 2],
    ['153 that count twice', '€'.repeat(153), 3],
    ['a letter of the plain alphabet beyond ASCII', `${'a'.repeat(159)}ü`, 1],
    ['a backtick, which is not of it', `${'a'.repeat(70)}\``, 2],
    ['70 in Korean', '가'.repeat(70), 1],
    ['71 in Korean', '가'.repeat(71), 2],
    ['two whole parts in Korean', '가'.repeat(134), 2],
    ['one more in Korean', '가'.repeat(135), 3],
    ['one Korean among 70', `${'a'.repeat(69)}가`, 1],
    ['one Korean among 71', `${'a'.repeat(70)}가`, 2],
    ['35 symbols of two units', '🚧'.repeat(35), 1],
    ['36 symbols of two units', '🚧'.repeat(36), 2],
    // 67 places take 33 of them.
    ['67 symbols of two units', '🚧'.repeat(67), 3],
  ])('are counted: %s', (_, text, parts) => {
    expect(smsPartsOf(text)).toBe(parts);
    expect(fitsOneSms(text)).toBe(parts === 1);
  });
});
