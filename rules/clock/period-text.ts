import { Period } from '#schemas/period.ts';

type Unit = Period['unit'];

const units: Readonly<Record<string, Unit>> = {
  'working-hour': 'working-hours',
  'working-hours': 'working-hours',
  day: 'days',
  days: 'days',
  month: 'months',
  months: 'months',
  year: 'years',
  years: 'years',
};

/** "Immediately" in the words of the law (docs/law.md#periods). */
const immediate: Period = { unit: 'working-hours', count: 3 };

const { minValue, maxValue } = Period.shape.count;

/**
 * The period a text names: `8 working-hours`, `1 day`, `3 months`, `2 years`, `immediate` (3 working hours), or `same-day`, which
 * is no period of the law but the city's promise.
 *
 * @throws RangeError when the text names none, or a count that Period does not take (1 to 1000)
 */
export const periodOf = (text: string): Period | 'same-day' => {
  if (text === 'same-day') return text;
  if (text === 'immediate') return immediate;
  const [, digits, word = ''] = /^(\d+) +([a-z-]+)$/.exec(text) ?? [];
  const unit = Object.hasOwn(units, word) ? units[word] : undefined;
  if (digits === undefined || unit === undefined) {
    const expected = 'a whole number of working-hours, days, months or years, or immediate, or same-day';
    throw new RangeError(`the period is '${text}', expected ${expected}`);
  }
  const period = Period.safeParse({ unit, count: Number(digits) });
  if (period.success) return period.data;
  throw new RangeError(`the count of '${text}' is ${digits}, expected a whole number from ${minValue} to ${maxValue}`);
};
