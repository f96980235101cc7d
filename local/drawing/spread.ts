/**
 * The places nearest to the wishes (weighted least squares) that keep the order and the space between.
 *
 * @param wishes where each would be, from left to right
 * @param widths of each
 */
export function spread(
  wishes: readonly { readonly at: number; readonly weight: number }[],
  widths: readonly number[],
  gap: number,
): number[] {
  const offsets: number[] = [];
  for (const [index, width] of widths.entries()) {
    const before = widths[index - 1];
    offsets.push(before === undefined ? 0 : (offsets[index - 1] ?? 0) + (before + width) / 2 + gap);
  }
  // Pools of neighbours that would overlap move as one (the pool-adjacent-violators algorithm).
  const pools: { at: number; weight: number; count: number }[] = [];
  for (const [index, { at, weight }] of wishes.entries()) {
    let pool = { at: at - (offsets[index] ?? 0), weight, count: 1 };
    for (let last = pools.at(-1); last !== undefined && last.at > pool.at; last = pools.at(-1)) {
      pools.pop();
      const sum = last.weight + pool.weight;
      pool = { at: (last.at * last.weight + pool.at * pool.weight) / sum, weight: sum, count: last.count + pool.count };
    }
    pools.push(pool);
  }
  return pools.flatMap(({ at, count }) => Array<number>(count).fill(at)).map((at, index) => at + (offsets[index] ?? 0));
}
