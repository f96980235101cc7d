import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { caseFact } from '#rules/statistics/case-fact.ts';
import { type Counting, countingOf } from '#rules/statistics/counting.ts';
import { type Counted, isAsked, plus, tally, tallyWhole, together, totalOf } from '#rules/statistics/tally.ts';
import type { Complaint } from '#schemas/complaint.ts';
import { type CaseFact, Dimension, type Measures, type RoundFact } from '#schemas/statistics.ts';
import { after, atRest, type Birth, birth, born, type Happening, happening, later } from './lives.ts';

/** The statistics in memory, written as the table is: numbers only ever added to, a case and a round put in their place. */
class Table {
  readonly cells = new Map<string, { cell: CaseFact['cell']; measures: Measures }>();
  readonly cases = new Map<string, CaseFact>();
  readonly rounds = new Map<string, RoundFact>();

  apply(number: string, { fact, moves, rounds }: Counting): void {
    for (const { cell, add } of moves) {
      const key = JSON.stringify(Object.values(cell));
      this.cells.set(key, { cell, measures: plus(this.cells.get(key)?.measures ?? {}, add) });
    }
    this.cases.set(number, fact);
    if (rounds.removed !== undefined) this.rounds.delete(placeOf(number, rounds.removed));
    if (rounds.kept !== undefined) this.rounds.set(placeOf(number, rounds.kept), rounds.kept);
  }

  get counted(): Counted[] {
    return [...this.cells.values()];
  }
}

const placeOf = (number: string, { month, department, round }: RoundFact): string =>
  `${month} ${department} ${number} ${round}`;

type Life = { readonly birth: Birth; readonly happenings: readonly Happening[] };
const life: fc.Arbitrary<Life> = fc.record({ birth, happenings: fc.array(happening, { minLength: 1, maxLength: 14 }) });

/** Everything a complaint is, one state after the other. */
function* states({ birth: begun, happenings }: Life): Generator<Complaint> {
  let now = born(begun);
  let at = now.receivedAt;
  yield now;
  for (const happened of happenings) {
    for (const next of atRest(now, at, happened)) {
      now = next;
      yield now;
    }
    at = later(at, happened.hours);
    now = after(now, at, happened);
    yield now;
  }
}

/** As the table keeps it: members without a value are gone. */
const stored = (complaint: Complaint): Complaint => JSON.parse(JSON.stringify(complaint)) as Complaint;

function live(table: Table, one: Life): Complaint {
  let before: Complaint | undefined;
  for (const state of states(one)) {
    const counting = countingOf(before === undefined ? undefined : caseFact(before), caseFact(state));
    if (counting !== undefined) table.apply(state.number, counting);
    before = stored(state);
  }
  if (before === undefined) throw new Error('a life has a beginning');
  return before;
}

const positive = (measures: Measures): boolean => Object.values(measures).every((number) => number >= 0);

describe('after 1,000 lives by chance', () => {
  it('the sum over any dimension is the total and the number of cases listed, whatever is asked for', () => {
    const seen = new Set<string>();
    const batch = fc.record({
      lives: fc.uniqueArray(life, { minLength: 100, maxLength: 100, selector: ({ birth: { serial } }) => serial }),
      from: fc.constantFrom('2026-10-20', '2026-11-01', '2026-11-15'),
      to: fc.constantFrom('2026-11-15', '2026-11-30', '2026-12-31'),
      department: fc.constantFrom('water', 'parks', 'none', undefined),
      district: fc.constantFrom('gangnam' as const, 'none' as const, undefined),
    });
    fc.assert(
      fc.property(batch, ({ lives, ...filter }) => {
        const table = new Table();
        const complaints = lives.map((one) => live(table, one));
        for (const { measures } of table.counted) expect(positive(measures)).toBe(true);
        const facts = complaints.map(caseFact);
        // What is listed is what each complaint counts as now.
        expect([...table.cases.values()].map(canonical).toSorted()).toEqual(facts.map(canonical).toSorted());
        const listed = [...table.cases.values()].filter(({ cell }) => isAsked(cell, filter));
        const wanted = listed.reduce<Measures>((sum, { measures }) => plus(sum, measures), {});
        for (const by of Dimension.options) {
          const rows = tally(table.counted, by, filter);
          expect(totalOf(rows)).toEqual(wanted);
          expect(totalOf(rows).received ?? 0).toBe(listed.length);
          // In parts that are tallied once each, it comes to the same.
          const parts = [
            ...Map.groupBy(table.counted, ({ cell }) => `${cell.day.slice(0, 7)} ${cell.district}`).values(),
          ];
          for (const part of parts) expect(tallyWhole(part, by)).toBe(tallyWhole(part, by));
          expect(together(parts.map((part) => tallyWhole(part, by)))).toEqual(tally(table.counted, by));
        }
        const { received = 0, open = 0, answered = 0, hollow = 0, withdrawn = 0, transferred = 0, ended = 0 } = wanted;
        expect(open + answered + hollow + withdrawn + transferred + ended).toBe(received);
        expect((wanted.onTime ?? 0) + (wanted.late ?? 0)).toBe(answered);
        for (const { measures } of facts) for (const measure of Object.keys(measures)) seen.add(measure);
      }),
      { numRuns: 10, seed: 20261122 },
    );
    // The lives were not all alike.
    expect([...seen].toSorted()).toEqual(
      [
        ...['answered', 'askedAgain', 'ended', 'hollow', 'instant', 'late', 'onTime', 'open', 'overdue', 'paused'],
        ...['pausedMinutes', 'ratings', 'received', 'stars', 'transferred', 'withdrawn', 'workingMinutes'],
      ].toSorted(),
    );
  });

  it('every round stands in one department and month, once', () => {
    fc.assert(
      fc.property(life, (one) => {
        const table = new Table();
        const last = live(table, one);
        const rounds = [...table.rounds.values()].map(({ round }) => round);
        expect(new Set(rounds).size).toBe(rounds.length);
        const { round } = caseFact(last);
        expect(table.rounds.get(round === undefined ? '' : placeOf(last.number, round))).toEqual(round);
        for (const past of last.pastRounds ?? []) {
          expect([...table.rounds.values()].find((each) => each.round === past.round)).toMatchObject({
            answeredAt: past.answeredAt,
            isLate: past.isLate,
            stars: past.score,
          });
        }
      }),
      { numRuns: 1000, seed: 20261122 },
    );
  });

  it('asking again, refusing and passing on never make more answers in time than complaints', () => {
    fc.assert(
      fc.property(life, (one) => {
        const { measures } = caseFact([...states(one)].at(-1) ?? born(one.birth));
        expect(measures.received).toBe(1);
        expect((measures.onTime ?? 0) + (measures.late ?? 0) + (measures.overdue ?? 0)).toBeLessThanOrEqual(1);
      }),
      { numRuns: 300, seed: 20261122 },
    );
  });
});

/** As text, its members by name. */
const canonical = (fact: CaseFact): string =>
  JSON.stringify(fact, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([one], [other]) => (one < other ? -1 : 1)))
      : part,
  );
