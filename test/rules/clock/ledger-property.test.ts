import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ledgerOf, withEntry } from '#rules/clock/deadline-moves.ts';
import { seoulDateOf, toInstant, toMillis } from '#rules/clock/instant.ts';
import { dueOf, ledgerCalendar, ledgerSteps, standingOf } from '#rules/clock/ledger.ts';
import { workingMillisBetween } from '#rules/clock/working-time.ts';
import type { Calendar } from '#schemas/calendar.ts';
import type { LedgerEntry } from '#schemas/deadline.ts';
import type { Instant, SeoulDate } from '#schemas/instant.ts';
import type { Period } from '#schemas/period.ts';
import { complaintAt } from '#test/functions/samples.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const runs = { numRuns: 300, seed: 20261121 };

const hours = { unit: fc.constant('working-hours' as const), count: fc.integer({ min: 1, max: 120 }) };
const days = { unit: fc.constant('days' as const), count: fc.integer({ min: 1, max: 40 }) };
const months = { unit: fc.constant('months' as const), count: fc.integer({ min: 1, max: 3 }) };
const period: fc.Arbitrary<Period> = fc.oneof(fc.record(hours), fc.record(days), fc.record(months));

const start = fc.oneof(
  { weight: 3, arbitrary: fc.record({ basis: fc.constant('statutory' as const), period }) },
  { weight: 1, arbitrary: fc.record({ basis: fc.constantFrom('same-day' as const, 'next-working-day' as const) }) },
);

/** When the petitioner was asked, in thousandths of the time that was left, and how long they took. */
const gap = fc.record({ permille: fc.nat(1000), tookMillis: fc.nat(20 * DAY) });

/** A day off so many days after the receipt, known before it or recorded in some slot of the ledger; perhaps called off later. */
const decree = fc.record({
  daysAfter: fc.nat(90),
  slot: fc.nat(5),
  elsewhere: fc.nat(5),
  calledOff: fc.option(fc.nat(5), { nil: undefined }),
  isKnownBefore: fc.boolean(),
});

const story = fc.record({
  received: fc.integer({ min: Date.parse('2024-03-01T00:00:00Z'), max: Date.parse('2026-06-01T00:00:00Z') }),
  start,
  gaps: fc.array(gap, { maxLength: 2 }),
  extension: fc.option(fc.record({ period, afterGaps: fc.nat(2) }), { nil: undefined }),
  decrees: fc.uniqueArray(decree, { maxLength: 4, selector: ({ daysAfter }) => daysAfter }),
});
type Story = typeof story extends fc.Arbitrary<infer S> ? S : never;
type Decree = Story['decrees'][number];

const dayOf = ({ received }: Story, { daysAfter }: Decree): SeoulDate =>
  seoulDateOf(toInstant(received + daysAfter * DAY));
const naming = { name: '임시공휴일', source: '국무회의' };

/** What the city knew before the receipt. */
const calendarOf = (told: Story): Calendar => ({
  decreed: told.decrees
    .filter(({ isKnownBefore }) => isKnownBefore)
    .map((day) => ({ on: dayOf(told, day), ...naming, knownAt: toInstant(told.received - DAY) })),
  knownUntilYear: 2027,
});

const runningDue = (ledger: readonly LedgerEntry[], calendar: Calendar): Instant => {
  const dueAt = dueOf(ledger, calendar);
  if (dueAt === undefined) throw new Error(`the clock stands after ${JSON.stringify(ledger)}`);
  return dueAt;
};

/** The start, the pauses and the extension, each while there is time left. */
function movesOf(told: Story): LedgerEntry[] {
  const { received, start, gaps, extension } = told;
  const calendar = calendarOf(told);
  const moves: LedgerEntry[] = [{ kind: 'start', at: toInstant(received), ...start }];
  let now = received;
  const extend = (gapsBefore: number): void => {
    if (extension === undefined || Math.min(extension.afterGaps, gaps.length) !== gapsBefore) return;
    moves.push({ kind: 'extension', at: toInstant(now), period: extension.period });
  };
  gaps.forEach(({ permille, tookMillis }, index) => {
    extend(index);
    const left = toMillis(runningDue(moves, calendar)) - now;
    moves.push({ kind: 'pause', at: toInstant(now + Math.floor((left * permille) / 1000)) });
    now += Math.floor((left * permille) / 1000) + tookMillis;
    moves.push({ kind: 'resume', at: toInstant(now) });
  });
  extend(gaps.length);
  return moves;
}

/** The moves with the calendar's changes in between: each decree right after the move in its slot. */
function ledgerWith(
  told: Story,
  decrees: readonly Decree[],
  slotOf: (day: Decree) => number,
  calledOff: (day: Decree) => number | undefined,
): LedgerEntry[] {
  const moves = movesOf(told);
  const changes = moves.map((): LedgerEntry[] => []);
  const put = (slot: number, change: (at: Instant) => LedgerEntry): void => {
    const index = Math.min(slot, moves.length - 1);
    changes[index]?.push(change(moves[index]?.at ?? toInstant(told.received)));
  };
  for (const day of decrees) {
    const on = dayOf(told, day);
    if (!day.isKnownBefore) put(slotOf(day), (at) => ({ kind: 'decreed-holiday', at, on, ...naming }));
    const slot = calledOff(day);
    if (slot !== undefined) put(Math.max(slot, slotOf(day)), (at) => ({ kind: 'called-off-holiday', at, on }));
  }
  return moves.flatMap((move, index) => [move, ...(changes[index] ?? [])]);
}

const wholeLedger = (told: Story): LedgerEntry[] =>
  ledgerWith(
    told,
    told.decrees,
    ({ slot }) => slot,
    ({ calledOff }) => calledOff,
  );
const never = (): undefined => undefined;

describe('whatever a ledger tells, its due instant', () => {
  it('is the sum of its steps', () => {
    fc.assert(
      fc.property(story, (told) => {
        const calendar = calendarOf(told);
        const ledger = wholeLedger(told);
        const steps = ledgerSteps(ledger, calendar);
        const moved = steps.reduce((sum, { movedMillis }) => sum + movedMillis, 0);
        const dueAt = runningDue(ledger, calendar);
        expect(steps.map(({ entry }) => entry)).toEqual(ledger);
        expect(steps[0]).toMatchObject({ dueAt: runningDue(ledger.slice(0, 1), calendar), movedMillis: 0 });
        expect(toInstant(toMillis(runningDue(ledger.slice(0, 1), calendar)) + moved)).toBe(dueAt);
        expect(steps.at(-1)?.dueAt).toBe(dueAt);
        expect(standingOf(ledger, calendar)).toMatchObject({ kind: 'running', dueAt });
      }),
      runs,
    );
  });

  it('gives the working time of the period and its extension while the clock runs, no more and no less', () => {
    const inHours = fc.oneof(fc.record(hours), fc.record({ ...days, count: fc.integer({ min: 1, max: 5 }) }));
    const counted = fc.record({
      told: story,
      start: fc.record({ basis: fc.constant('statutory' as const), period: inHours }),
      extension: fc.option(fc.record({ period: inHours, afterGaps: fc.nat(2) }), { nil: undefined }),
    });
    const lengthOf = (each: Period | undefined): number =>
      each === undefined ? 0 : each.count * (each.unit === 'days' ? 8 : 1) * HOUR;
    fc.assert(
      fc.property(counted, ({ told, start, extension }) => {
        // Days called off could end the period before the petitioner was asked; then the law has no answer either.
        const decrees = told.decrees.map((day) => ({ ...day, calledOff: undefined }));
        const asked: Story = { ...told, start, extension, decrees };
        const ledger = wholeLedger(asked);
        const known = ledgerCalendar(ledger, calendarOf(asked));
        const turns = ledger.filter(({ kind }) => kind === 'start' || kind === 'pause' || kind === 'resume');
        const instants = [...turns.map(({ at }) => at), runningDue(ledger, calendarOf(asked))];
        const ran = instants.reduce((sum, at, index) => {
          const from = instants[index - 1];
          return index % 2 === 1 && from !== undefined ? sum + workingMillisBetween(from, at, known) : sum;
        }, 0);
        expect(ran).toBe(lengthOf(start.period) + lengthOf(extension?.period));
      }),
      runs,
    );
  });

  it('is moved by nothing when the clock is stopped and goes on at once', () => {
    fc.assert(
      fc.property(story, fc.nat(4), fc.nat(1000), (told, turn, permille) => {
        const calendar = calendarOf(told);
        const ledger = wholeLedger(told);
        const running = ledger.flatMap(({ kind }, index) => (kind === 'pause' ? [] : [index]));
        const index = running[turn % running.length] ?? 0;
        const changes = ledger.slice(index + 1).filter(({ kind }) => kind.endsWith('-holiday'));
        const dueThen = dueOf([...ledger.slice(0, index + 1), ...changes], calendar);
        const from = toMillis(ledger[index]?.at ?? toInstant(0));
        // Within a pause, or past a due instant that a called-off day moved back, there is no running clock to stop.
        fc.pre(dueThen !== undefined && toMillis(dueThen) >= from);
        const at = toInstant(from + Math.floor(((toMillis(dueThen ?? toInstant(0)) - from) * permille) / 1000));
        const stopped: LedgerEntry[] = [
          { kind: 'pause', at },
          { kind: 'resume', at },
        ];
        expect(dueOf(ledger.toSpliced(index + 1, 0, ...stopped), calendar)).toBe(dueOf(ledger, calendar));
      }),
      runs,
    );
  });

  it('does not depend on when, and in which order, its decrees were recorded', () => {
    fc.assert(
      fc.property(story, (told) => {
        const asRecorded = ledgerWith(told, told.decrees, ({ slot }) => slot, never);
        const otherwise = ledgerWith(told, told.decrees.toReversed(), ({ elsewhere }) => elsewhere, never);
        expect(dueOf(otherwise, calendarOf(told))).toBe(dueOf(asRecorded, calendarOf(told)));
      }),
      runs,
    );
  });

  it('is where it was once every day decreed since is called off again', () => {
    fc.assert(
      fc.property(story, (told) => {
        const since = told.decrees.filter(({ isKnownBefore }) => !isKnownBefore);
        const ledger = ledgerWith(
          told,
          since,
          ({ slot }) => slot,
          ({ elsewhere }) => elsewhere,
        );
        expect(ledger.length).toBe(movesOf(told).length + 2 * since.length);
        expect(dueOf(ledger, calendarOf(told))).toBe(dueOf(movesOf(told), calendarOf(told)));
      }),
      runs,
    );
  });

  it('is the deadline of the complaint that carries it, entry by entry', () => {
    fc.assert(
      fc.property(story, (told) => {
        const calendar = calendarOf(told);
        const [first, ...entries] = wholeLedger(told);
        const begun = first === undefined ? [] : [first];
        const deadline = { ...told.start, dueAt: runningDue(begun, calendar), provisional: false };
        let complaint = complaintAt('answer', { receivedAt: toInstant(told.received), deadline });
        expect(ledgerOf(complaint)).toEqual(begun);
        entries.forEach((entry, index) => {
          complaint = withEntry(complaint, entry, calendar);
          const ledger = [...begun, ...entries.slice(0, index + 1)];
          const standing = standingOf(ledger, calendar);
          expect(ledgerOf(complaint)).toEqual(ledger);
          expect(complaint.pausedAt).toBe(standing.kind === 'paused' ? standing.pausedAt : undefined);
          if (standing.kind === 'running') expect(complaint.deadline?.dueAt).toBe(dueOf(ledger, calendar));
        });
      }),
      runs,
    );
  });
});
