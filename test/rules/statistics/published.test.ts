import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bandOf, floored, type Published, published } from '#rules/statistics/published.ts';
import { type Counted, tally } from '#rules/statistics/tally.ts';
import { SeoulDate } from '#schemas/instant.ts';
import { Dimension } from '#schemas/statistics.ts';

/** One complaint, by chance; few values of each dimension, so that small and large numbers come together. */
const complaint: fc.Arbitrary<Counted> = fc
  .record({
    day: fc.constantFrom('2026-10-30', '2026-11-02', '2026-11-03', '2026-11-03', '2026-12-01'),
    district: fc.constantFrom('gangnam' as const, 'gangnam' as const, 'jongno' as const, 'none' as const),
    ward: fc.constantFrom('역삼1동', '역삼2동', 'none'),
    field: fc.constantFrom('water' as const, 'water' as const, 'noise' as const),
    department: fc.constantFrom('water', 'parks'),
    channel: fc.constantFrom('web' as const, 'web' as const, 'web' as const, 'visit' as const),
    kind: fc.constantFrom('complaint' as const, 'complaint' as const, 'corruption' as const),
    answered: fc.boolean(),
    late: fc.boolean(),
    minutes: fc.nat(5000),
  })
  .map(({ answered, late, minutes, day, ...cell }) => ({
    cell: { ...cell, day: SeoulDate.parse(day) },
    measures: {
      received: 1,
      ...(answered ? { answered: 1, [late ? 'late' : 'onTime']: 1, workingMinutes: minutes } : { open: 1 }),
    },
  }));

const population = fc.array(complaint, { maxLength: 160 });
const months = ['2026-10', '2026-11', '2026-12'] as const;
const ofMonth = (all: readonly Counted[], month: string): Counted[] =>
  all.filter(({ cell }) => cell.day.startsWith(month));
const inMonths = (all: readonly Counted[], asked: readonly string[]): Map<string, Counted[][]> =>
  new Map(asked.map((month) => [month, [ofMonth(all, month)]]));

/** A number that somebody can read, the complaints it is about, and how many rounded numbers it is the sum of. */
type Answer = { readonly shown: number; readonly about: ReadonlySet<number>; readonly atoms: number };

/** Every number in every answer that the public can get. */
function answersOf(all: readonly Counted[]): Answer[] {
  const spans = [['2026-10'], ['2026-11'], ['2026-12'], ['2026-10', '2026-11'], ['2026-11', '2026-12'], [...months]];
  return spans.flatMap((span) =>
    Dimension.options.flatMap((by) => {
      const table = published(inMonths(all, span), by);
      const rows = table.rows.map(({ key, received }) => ({
        shown: received,
        about: indexes(all, (one) => span.includes(one.cell.day.slice(0, 7)) && keyIn(one, by) === key),
        atoms: span.length,
      }));
      const total: Answer = {
        shown: table.total.received,
        about: indexes(all, (one) => span.includes(one.cell.day.slice(0, 7))),
        atoms: Math.max(1, table.rows.length * span.length),
      };
      return [...rows, total];
    }),
  );
}

const keyIn = (one: Counted, by: Dimension): string | undefined => [...tally([one], by).keys()][0];
const indexes = (all: readonly Counted[], is: (one: Counted) => boolean): Set<number> =>
  new Set(all.flatMap((one, index) => (is(one) ? [index] : [])));

describe('a published table', () => {
  it('shows multiples of 5, none for fewer than 5, and a total that is the sum of its rows', () => {
    fc.assert(
      fc.property(population, (all) => {
        for (const by of Dimension.options) {
          const { rows, total }: Published = published(inMonths(all, months), by);
          expect(total.received).toBe(rows.reduce((sum, { received }) => sum + received, 0));
          for (const row of rows) {
            expect(row.received % 5).toBe(0);
            expect(row.answered % 5).toBe(0);
            expect(row.isSuppressed).toBe(row.received === 0);
            const atoms = months.map((month) => tally(ofMonth(all, month), by).get(row.key)?.received ?? 0);
            expect(row.received).toBe(atoms.reduce((sum, atom) => sum + floored(atom), 0));
            if (row.meanWorkingMinutes !== undefined) expect(row.answered).toBeGreaterThanOrEqual(5);
          }
        }
      }),
      { numRuns: 200, seed: 20261122 },
    );
  });

  it('gives a row to whoever has none, without saying how many there are', () => {
    expect(published(new Map([['2026-11', [[]]]]), 'district', ['jongno']).rows).toEqual([
      { key: 'jongno', received: 0, answered: 0, isSuppressed: true },
    ]);
  });
});

describe('an attacker who subtracts one answer from another', () => {
  /** What the attacker can know of those in the first answer who are not in the second: between these numbers. */
  const knowable = (whole: Answer, part: Answer): { least: number; most: number } => ({
    least: Math.max(0, whole.shown - part.shown - 4 * part.atoms),
    most: whole.shown - part.shown + 4 * whole.atoms,
  });

  it('learns no number under 5: five numbers at least remain possible, of any pair of answers', () => {
    let pairs = 0;
    fc.assert(
      fc.property(population, (all) => {
        const answers = answersOf(all);
        for (const whole of answers) {
          for (const part of answers) {
            if (part === whole || !part.about.isSubsetOf(whole.about)) continue;
            const left = whole.about.size - part.about.size;
            const { least, most } = knowable(whole, part);
            expect(Math.abs(whole.shown - part.shown) % 5).toBe(0);
            expect(left).toBeGreaterThanOrEqual(least);
            expect(left).toBeLessThanOrEqual(most);
            if (left > 0 && left < 5) {
              pairs += 1;
              expect(most - least).toBeGreaterThanOrEqual(4);
            }
          }
        }
      }),
      { numRuns: 10, seed: 20261122 },
    );
    // The attack was tried where there was something to find.
    expect(pairs).toBeGreaterThan(100);
  });

  it('finds the same answers in two cities that differ by one complaint of a row under 5', () => {
    fc.assert(
      fc.property(fc.array(complaint, { maxLength: 4 }), complaint, (few, one) => {
        for (const by of Dimension.options) {
          const rowsOf = (all: readonly Counted[]) => published(inMonths(all, months), by).rows;
          const [without, withIt] = [rowsOf(few), rowsOf([...few, one])].map((rows) =>
            rows.filter(({ received, answered }) => received > 0 || answered > 0),
          );
          if (few.length < 4) expect(withIt).toEqual(without);
        }
      }),
      { numRuns: 300, seed: 20261122 },
    );
  });

  it('learns from a share of answers in time no number of late ones under 5', () => {
    const possible = new Map<string, Set<number>>();
    for (let answered = 5; answered < 1000; answered += 1) {
      for (let late = 0; late <= answered; late += 1) {
        const shown = `${floored(answered)} ${JSON.stringify(bandOf(answered, answered - late))}`;
        possible.set(shown, (possible.get(shown) ?? new Set()).add(late));
      }
    }
    for (const [shown, lates] of possible) {
      if ([...lates].some((late) => late < 5)) expect(lates.size, shown).toBeGreaterThanOrEqual(2);
    }
  });

  it('is told no share where fewer than 5 were answered', () => {
    expect(bandOf(4, 4)).toBeUndefined();
    expect(bandOf(5, 5)).toEqual({ from: 0.8, to: 1 });
    expect(bandOf(5, 4)).toEqual({ from: 0.8, to: 1 });
    expect(bandOf(40, 30)).toEqual({ from: 0.7, to: 0.8 });
    expect(bandOf(100, 97)).toEqual({ from: 0.95, to: 1 });
  });
});
