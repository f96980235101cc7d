import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { dueDate } from '#rules/clock/due-date.ts';
import { calendarKnownAt } from '#rules/clock/holidays.ts';
import { toInstant, toMillis } from '#rules/clock/instant.ts';
import { periodOf } from '#rules/clock/period-text.ts';
import { publicHolidays } from '#rules/clock/public-holidays.ts';
import { sameDayDueDate } from '#rules/clock/same-day-due-date.ts';
import type { Calendar } from '#schemas/calendar.ts';
import type { Instant } from '#schemas/instant.ts';
import type { Period } from '#schemas/period.ts';

/*
 * `npm run bench:due [-- --count N]`: due dates per second for a mix of periods over random receipts of 2020 to 2027, beside
 * the two simplest loops one would write instead, in one run. The loops give the due instant only, ours also the count
 * behind it; all three must agree on every receipt before anything is timed.
 */
const { values } = parseArgs({ options: { count: { type: 'string', default: '20000' } } });
const count = Number(values.count);

type Question = { readonly receivedAt: Instant; readonly period: Period | 'same-day' };
type Loop = (receivedMillis: number, hours: number) => number;

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const SEOUL = 9 * HOUR;
const ROUNDS = 5;
const mix = {
  'working hours': ['immediate', '8 working-hours', '40 working-hours', '3 days'],
  days: ['7 days', '14 days', '30 days'],
  months: ['1 month', '2 months', '3 months'],
  'same-day': ['same-day'],
};

// The same receipts in every run (the constants are those of Numerical Recipes); whole minutes, since one loop walks in minutes.
let state = 20_261_121;
const chance = (): number => {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
  return state / 2 ** 32;
};
const firstMinute = Date.parse('2020-01-01T00:00:00+09:00') / MINUTE;
const minutes = Date.parse('2028-01-01T00:00:00+09:00') / MINUTE - firstMinute;
const questionsOf = (texts: readonly string[]): Question[] =>
  Array.from({ length: count }, (_, index) => ({
    receivedAt: toInstant((firstMinute + Math.floor(chance() * minutes)) * MINUTE),
    period: periodOf(texts[index % texts.length] ?? ''),
  }));

const calendar = calendarKnownAt(toInstant(Date.parse('2027-12-31T00:00:00Z')));
const ours = ({ receivedAt, period }: Question, known: Calendar = calendar): Instant =>
  period === 'same-day'
    ? sameDayDueDate({ receivedAt, calendar: known }).dueAt
    : dueDate({ receivedAt, period, calendar: known }).dueAt;

const years = Array.from({ length: 10 }, (_, index) => 2020 + index);
const daysOff = new Set<string>([
  ...years.flatMap((year) => [...publicHolidays(year).keys()]),
  ...calendar.decreed.map(({ on }) => on),
]);
// The loops reckon in milliseconds of Seoul's wall clock, so that a day begins at a multiple of DAY.
const isWorking = (seoulMillis: number): boolean => {
  const date = new Date(seoulMillis);
  return date.getUTCDay() % 6 !== 0 && !daysOff.has(date.toISOString().slice(0, 10));
};
const midnightOf = (seoulMillis: number): number => Math.floor(seoulMillis / DAY) * DAY;
const workingDayFrom = (midnight: number): number => (isWorking(midnight) ? midnight : workingDayFrom(midnight + DAY));

const openHours = [
  [9, 12],
  [13, 18],
];

const minuteByMinute: Loop = (received, hours) => {
  let left = hours * 60;
  for (let at = received; ; at += MINUTE) {
    const hour = Math.floor((at % DAY) / HOUR);
    if (hour >= 9 && hour < 18 && hour !== 12 && isWorking(at)) left -= 1;
    if (left === 0) return at + MINUTE;
  }
};

const dayByDay: Loop = (received, hours) => {
  let left = hours * HOUR;
  for (let midnight = midnightOf(received); ; midnight += DAY) {
    if (!isWorking(midnight)) continue;
    for (const [from = 0, to = 0] of openHours) {
      const begin = Math.max(received, midnight + from * HOUR);
      const share = Math.max(0, midnight + to * HOUR - begin);
      if (left <= share) return begin + left;
      left -= share;
    }
  }
};

/** The due instant by one of the loops; days and months have only days to walk. */
function naive({ receivedAt, period }: Question, loop: Loop): Instant {
  const received = toMillis(receivedAt) + SEOUL;
  const today = midnightOf(received);
  const at = (seoulMillis: number): Instant => toInstant(seoulMillis - SEOUL);
  if (period === 'same-day') {
    const isInTime = isWorking(today) && received < today + 18 * HOUR;
    return at((isInTime ? today : workingDayFrom(today + DAY)) + DAY);
  }
  if (period.unit === 'working-hours') return at(loop(received, period.count));
  if (period.unit === 'days' && period.count <= 5) return at(loop(received, period.count * 8));
  if (period.unit === 'days') {
    let day = workingDayFrom(today);
    for (let counted = 1; counted < period.count; counted += 1) day = workingDayFrom(day + DAY);
    return at(day + 18 * HOUR);
  }
  const date = new Date(today);
  const month = date.getUTCMonth() + period.count * (period.unit === 'years' ? 12 : 1);
  const lastOfMonth = Date.UTC(date.getUTCFullYear(), month + 1, 0);
  const dayBefore = Date.UTC(date.getUTCFullYear(), month, date.getUTCDate() - 1);
  return at(workingDayFrom(Math.min(dayBefore, lastOfMonth)) + 18 * HOUR);
}

const line = (name: string, value: string, note = ''): void => {
  process.stdout.write(`${name.padEnd(60)} ${value.padStart(12)}  ${note}\n`);
};
const whole = (value: number): string => value.toLocaleString('en', { maximumFractionDigits: 0 });

/** Due dates a second. */
function pace(questions: readonly Question[], answer: (question: Question) => Instant): number {
  const startedAt = performance.now();
  for (const question of questions) answer(question);
  return questions.length / ((performance.now() - startedAt) / 1000);
}

/** The middle of some rounds of each, by turns, so that a busy machine is busy for all of them. */
function paces<Name extends string>(runs: Readonly<Record<Name, () => number>>): Record<Name, number> {
  const names = Object.keys(runs) as Name[];
  const rounds = Array.from({ length: ROUNDS }, () => names.map((name) => runs[name]()));
  const middle = (index: number): number =>
    rounds.map((round) => round[index] ?? 0).toSorted((one, other) => one - other)[Math.floor(ROUNDS / 2)] ?? 0;
  return Object.fromEntries(names.map((name, index) => [name, middle(index)])) as Record<Name, number>;
}

/** One kind of period: our pace beside the loops, which must give the same instants; that over minutes differs for hours only. */
function measure(name: string, texts: readonly string[]): void {
  const questions = questionsOf(texts);
  // The loop over minutes is slow enough for fewer receipts to say so.
  const few = questions.slice(0, Math.ceil(count / 40));
  const loops = { byDay: [questions, dayByDay], byMinute: [few, minuteByMinute] } as const;
  for (const [asked, loop] of Object.values(loops)) {
    for (const question of asked) {
      const [due, looped] = [ours(question), naive(question, loop)];
      if (due !== looped)
        throw new Error(`${JSON.stringify(question)} is due ${due} by our rules, ${looped} by a loop`);
    }
  }
  const { our, byDay, byMinute } = paces({
    our: () => pace(questions, (question) => ours(question)),
    byDay: () => pace(questions, (question) => naive(question, dayByDay)),
    byMinute: () => pace(few, (question) => naive(question, minuteByMinute)),
  });
  line(`ours, due dates per second: ${name}`, whole(our), `${whole(count)} receipts; ${texts.join(', ')}`);
  line('  … beside a loop over days', whole(byDay), `ours ${(our / byDay).toFixed(2)} × it`);
  if (texts.some((text) => mix['working hours'].includes(text))) {
    line('  … beside a loop over minutes', whole(byMinute), `ours ${(our / byMinute).toFixed(2)} × it`);
  }
}

process.stdout.write(`${cpus().length} × ${cpus()[0]?.model}, Node ${process.versions.node}\n`);
const every = Object.values(mix).flat();
measure('all of them', every);
for (const [name, texts] of Object.entries(mix)) measure(name, texts);
const questions = questionsOf(every);
const { anew } = paces({
  anew: () => pace(questions, (question) => ours(question, calendarKnownAt(question.receivedAt))),
});
line('ours, all of them, each on the calendar known at its receipt', whole(anew), 'calendarKnownAt every time');
