/** Where an arrow goes sideways between a layer (`gap`) and the next: from `above` to `below`. */
export type Bend = { readonly key: string; readonly gap: number; readonly above: number; readonly below: number };
/** The lane of each bend, 0 the uppermost, and how many lanes each gap needs. */
export type Lanes = { of(bend: Bend): number; readonly counts: ReadonlyMap<number, number> };

const APART = 6;

/**
 * Gives each bend a lane, so that no two lie on each other and as few as can be cross.
 *
 * Of those that go right, the one that ends furthest right runs uppermost; of those that go left, the one furthest left:
 *
 *     a b c              c leaves last and runs above b, which runs above a
 *     │ │ └────────┐
 *     │ └─────┐    │
 *     └──┐    │    │
 */
export function lanesOf(bends: readonly Bend[]): Lanes {
  const lanes = new Map<string, number>();
  const counts = new Map<number, number>();
  const keyOf = ({ key, gap }: Bend): string => `${key} ${gap}`;
  for (const gap of new Set(bends.map((bend) => bend.gap))) {
    const here = bends.filter((bend) => bend.gap === gap && bend.above !== bend.below);
    const right = here
      .filter(({ above, below }) => below > above)
      .sort((a, b) => b.below - a.below || b.above - a.above);
    const left = here
      .filter(({ above, below }) => below < above)
      .sort((a, b) => a.below - b.below || a.above - b.above);
    for (const group of [right, left]) {
      for (const [index, bend] of group.entries()) {
        const earlier = group.slice(0, index).filter((other) => overlap(bend, other));
        let lane = Math.max(-1, ...earlier.map((other) => lanes.get(keyOf(other)) ?? 0)) + 1;
        const taken = here.filter((other) => overlap(bend, other)).map((other) => lanes.get(keyOf(other)));
        while (taken.includes(lane)) lane += 1;
        lanes.set(keyOf(bend), lane);
        counts.set(gap, Math.max(counts.get(gap) ?? 0, lane + 1));
      }
    }
  }
  return { counts, of: (bend) => lanes.get(keyOf(bend)) ?? 0 };
}

function overlap(a: Bend, b: Bend): boolean {
  return (
    Math.max(a.above, a.below) + APART > Math.min(b.above, b.below) &&
    Math.max(b.above, b.below) + APART > Math.min(a.above, a.below)
  );
}
