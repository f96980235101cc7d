/** Korean numbers with their leading zero: mobile, Seoul, other areas, internet and personal ones. */
const korean = /^0(10\d{8}|1[16789]\d{7,8}|2\d{7,8}|[3-6]\d\d{7,8}|70\d{8}|50\d{8,9}|80\d{7})$/;

/**
 * A phone number as somebody wrote it into a cell, or a spreadsheet made of it; nothing when it is none.
 *
 * ```
 * 010-1234-5678 ► 01012345678     1012345678 (its zero lost) ► 01012345678     +82 10-1234-5678, 821012345678 ► +821012345678
 * ```
 *
 * A number that has lost its zero is known only if it becomes a Korean one by it: nothing is guessed.
 */
export function writtenPhone(written: string): string | undefined {
  const digits = written.normalize('NFKC').replace(/[\s().\-‐-―−·]/g, '');
  if (/^\+\d{7,15}$/.test(digits)) return digits.startsWith('+820') ? `+82${digits.slice(4)}` : digits;
  if (!/^\d{7,15}$/.test(digits)) return undefined;
  if (korean.test(digits)) return digits;
  if (korean.test(`0${digits}`)) return `0${digits}`;
  const national = /^82(\d+)$/.exec(digits)?.[1]?.replace(/^0/, '');
  return national !== undefined && korean.test(`0${national}`) ? `+82${national}` : undefined;
}
