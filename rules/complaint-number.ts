import { ComplaintNumber } from '#schemas/complaint-number.ts';
import { SeoulDate } from '#schemas/instant.ts';

/** Crockford's base 32: no I, L, O or U, so that it can be read aloud and written down. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const serialLength = 6;
/** How many different serials one day has: 2^30. */
export const serialCount = 32 ** serialLength;

const field = 32;
/** x⁵ + x² + 1, which makes the 32 symbols a field in which every weight below is another one. */
const polynomial = 0b100101;
const timesTwo = (value: number): number => (value & 16 ? (value << 1) ^ polynomial : value << 1) % field;

// Σ symbol·2ⁱ: all weights differ and none is 0, so one wrong symbol and any two exchanged ones change the sum.
const checkSymbol = (symbols: string): string => {
  const sum = [...symbols].reduce((before, symbol) => timesTwo(before ^ alphabet.indexOf(symbol)), 0);
  return alphabet.charAt(sum);
};

const written = (day: string, serial: string): ComplaintNumber =>
  ComplaintNumber.parse(`${day}-${serial}-${checkSymbol(day + serial)}`);

/**
 * A complaint's number: day, six symbols that tell nothing, check symbol: `20261123-7KQ4M2-X`.
 *
 * @param receivedOn the day of receipt in Seoul
 * @param serial     a random whole number, 0 to 2^30 - 1; whether it is taken is for the table to say
 */
export const complaintNumber = ({ receivedOn, serial }: { receivedOn: SeoulDate; serial: number }): ComplaintNumber => {
  if (!Number.isInteger(serial) || serial < 0 || serial >= serialCount) {
    throw new RangeError(`serial ${serial} is not a whole number from 0 to ${serialCount - 1}`);
  }
  const symbols = Array.from({ length: serialLength }, (_, place) =>
    alphabet.charAt(Math.floor(serial / field ** (serialLength - 1 - place)) % field),
  );
  return written(receivedOn.replaceAll('-', ''), symbols.join(''));
};

/**
 * A complaint's number as someone typed or read it aloud: in lower case, without hyphens, with spaces, O for 0, I or L for 1.
 *
 * @returns the number as it is written and its day; undefined if it has another shape, names no day, or the check symbol does not fit
 */
export const parseComplaintNumber = (text: string): { number: ComplaintNumber; receivedOn: SeoulDate } | undefined => {
  const symbols = text.toUpperCase().replace(/[\s-]/g, '').replaceAll('O', '0').replace(/[IL]/g, '1');
  const parts = /^(\d{4})(\d{2})(\d{2})([0-9A-HJKMNP-TV-Z]{6})([0-9A-HJKMNP-TV-Z])$/.exec(symbols);
  if (parts === null) return undefined;
  const [, year, month, day, serial = '', check] = parts;
  const receivedOn = SeoulDate.safeParse(`${year}-${month}-${day}`);
  const number = written(`${year}${month}${day}`, serial);
  return receivedOn.success && number.endsWith(`-${check}`) ? { number, receivedOn: receivedOn.data } : undefined;
};
