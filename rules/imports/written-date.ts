import type { Cell } from '#schemas/import-file.ts';
import { type Instant, SeoulDate } from '#schemas/instant.ts';
import { addDays, parseInstant, seoulInstant, toInstant, toMillis } from '../clock/instant.ts';
import holidays from '../tables/holidays.json' with { type: 'json' };

/** The first year of which the calendar knows every day off, so that a deadline can be counted. */
export const FIRST_YEAR = holidays.firstYear;

/** A date without its time counts from the beginning of working time, so that nobody gets less than the law gives. */
const DAY_BEGINS = '09:00';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** Why a cell names no time of receipt. */
export type DateFault = 'date-unreadable' | 'date-short-year' | 'date-too-old' | 'date-in-future';

/**
 * When a complaint was received, by what its cell says: Seoul time.
 *
 * ```
 * 2026-11-20   2026.11.20.   2026/11/20 14:30   2026년 11월 20일 오후 2시 30분   20261120   2026-11-20T14:30:00+09:00
 * 46346        46346.604     (days of a spreadsheet, from 1900 or 1904)
 * 26.11.20     refused: it could be the 26th of November 2020
 * ```
 *
 * @param at       when the file was handed in: nothing is received later
 * @param from1904 whether the workbook counts its days from 1904
 */
export function writtenDate(
  cell: Extract<Cell, { kind: 'text' | 'number' }>,
  { at, from1904 }: { readonly at: Instant; readonly from1904: boolean },
): { readonly receivedAt: Instant } | { readonly fault: DateFault } {
  const read = readDate(cell, from1904);
  if (typeof read === 'string') return { fault: read };
  const { on, time } = read;
  if (Number(on.slice(0, 4)) < FIRST_YEAR) return { fault: 'date-too-old' };
  if (time !== undefined) return time > at ? { fault: 'date-in-future' } : { receivedAt: time };
  if (seoulInstant(on, '00:00') > at) return { fault: 'date-in-future' };
  // Of a file handed in before nine.
  const begun = seoulInstant(on, DAY_BEGINS);
  return { receivedAt: begun < at ? begun : at };
}

type ReadDate = { readonly on: SeoulDate; readonly time?: Instant };

function readDate(cell: Extract<Cell, { kind: 'text' | 'number' }>, from1904: boolean): ReadDate | DateFault {
  const text = cell.text.normalize('NFKC').trim();
  const days = cell.kind === 'number' ? cell.number : /^\d{5}(\.\d+)?$/.test(text) ? Number(text) : undefined;
  if (days !== undefined && !/^\d{8}$/.test(text)) return ofDays(days, from1904);
  if (/T.*(Z|[+-]\d{2}:?\d{2})$/.test(text)) return ofInstant(text);
  return ofWords(text);
}

/** Days since a spreadsheet's beginning, the time as their fraction. 1900 was no leap year, but spreadsheets count it as one. */
function ofDays(days: number, from1904: boolean): ReadDate | DateFault {
  const [whole, fraction] = [Math.floor(days), days - Math.floor(days)];
  if (!(whole >= 61 && whole < 2_958_466)) return whole >= 0 && whole < 61 ? 'date-too-old' : 'date-unreadable';
  const on = addDays(SeoulDate.parse(from1904 ? '1904-01-01' : '1899-12-30'), whole);
  if (fraction === 0) return { on };
  const minutes = Math.round((fraction * DAY_MS) / MINUTE_MS);
  return { on, time: toInstant(toMillis(seoulInstant(on, '00:00')) + minutes * MINUTE_MS) };
}

function ofInstant(text: string): ReadDate | DateFault {
  try {
    const time = parseInstant(text);
    return { on: SeoulDate.parse(new Date(toMillis(time) + 9 * 60 * MINUTE_MS).toISOString().slice(0, 10)), time };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return 'date-unreadable';
  }
}

const day = /^(\d{4})(?:[-./]\s*|년\s*)(\d{1,2})(?:[-./]\s*|월\s*)(\d{1,2})(?:[.일])?/;
const dayTogether = /^(\d{4})(\d{2})(\d{2})$/;
const weekday = /^\s*\(?(?:월|화|수|목|금|토|일)(?:요일)?\)?/;
const time =
  /^[\sT]+(오전|오후|am|pm)?\s*(\d{1,2})(?::(\d{2})(?::\d{2}(?:\.\d+)?)?|시(?:\s*(\d{1,2})분)?(?:\s*\d{1,2}초)?)\s*(am|pm)?$/i;

function ofWords(text: string): ReadDate | DateFault {
  const found = dayTogether.exec(text) ?? day.exec(text);
  if (found === null)
    return /^\d{1,2}[-./]\s*\d{1,2}[-./]\s*\d{1,2}/.test(text) ? 'date-short-year' : 'date-unreadable';
  const [whole, year = '', month = '', date = ''] = found;
  const on = SeoulDate.safeParse(`${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`);
  if (!on.success) return 'date-unreadable';
  const rest = text.slice(whole.length).replace(weekday, '');
  if (rest.trim() === '') return { on: on.data };
  const clock = clockOf(rest);
  return clock === undefined ? 'date-unreadable' : { on: on.data, time: seoulInstant(on.data, clock) };
}

function clockOf(rest: string): string | undefined {
  const [, before, hours, minutes, koreanMinutes, after] = time.exec(rest) ?? [];
  if (hours === undefined) return undefined;
  const half = (before ?? after)?.toLowerCase();
  const isAfternoon = half === '오후' || half === 'pm';
  const [hour, minute] = [Number(hours), Number(minutes ?? koreanMinutes ?? 0)];
  if (minute > 59 || hour > (half === undefined ? 23 : 12)) return undefined;
  const of24 = half === undefined ? hour : (hour % 12) + (isAfternoon ? 12 : 0);
  return `${String(of24).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
}
