/** Something on a layer: a box, or the place where an arrow passes. */
export type Item = { x: number; readonly width: number };
/** Two items of neighbouring layers that an arrow joins; the heavier, the more upright. */
export type Link = { readonly a: Item; readonly b: Item; readonly weight: number };
/** Items that stand exactly below each other, and others on whose side of the first column they should stand. */
export type Column = { readonly items: readonly Item[]; readonly near: readonly Item[] };

type Neighbours = ReadonlyMap<Item, readonly { readonly item: Item; readonly weight: number }[]>;
type Layers = readonly (readonly Item[])[];

const ROUNDS = 400;

/**
 * Puts every column upright at a place of its own, as near as it can to what it is linked with.
 *
 * The columns have one order from left to right, which holds on every layer: so no column must bend for another. They
 * are packed from the left first, then each moves again and again to the weighted middle of its neighbours.
 *
 * @param layers  the items from top to bottom, in any order
 * @param columns every item in one of them; the first is the one all others are ordered by
 * @param gap     least space between two items of a layer, in pixels
 */
export function standUpright(layers: Layers, columns: readonly Column[], links: readonly Link[], gap: number): void {
  const ordered = inOrder(columns, layers);
  const place = new Map(ordered.flatMap(({ items }, index) => items.map((item) => [item, index] as const)));
  const sorted = layers.map((layer) => layer.toSorted((a, b) => (place.get(a) ?? 0) - (place.get(b) ?? 0)));
  const layerOf = new Map(sorted.flatMap((layer) => layer.map((item) => [item, layer] as const)));
  for (const column of ordered) {
    const { least } = roomOf(column, layerOf, gap);
    for (const item of column.items) item.x = Number.isFinite(least) ? least : 0;
  }
  const neighbours = neighboursOf(links);
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const column of round % 2 === 0 ? ordered.toReversed() : ordered)
      move(column, neighbours, roomOf(column, layerOf, gap));
  }
}

/** The columns by how far right of the first one they stand on average. */
function inOrder(columns: readonly Column[], layers: Layers): Column[] {
  const spine = columns[0]?.items ?? [];
  let x = spine[0]?.x ?? 0;
  const beside = new Map<Item, number>();
  for (const layer of layers) {
    x = layer.find((item) => spine.includes(item))?.x ?? x;
    for (const item of layer) beside.set(item, item.x - x);
  }
  const key = ({ items, near }: Column): number => {
    const mean = items.reduce((sum, item) => sum + (beside.get(item) ?? 0), 0) / items.length;
    const side = near.map((item) => Math.sign(beside.get(item) ?? 0)).find((sign) => sign !== 0);
    return side === undefined || side === Math.sign(mean) ? mean : side * 0.01 * Math.abs(mean);
  };
  return columns
    .map((column, index) => ({ column, key: index === 0 ? 0 : key(column) }))
    .sort((a, b) => a.key - b.key)
    .map(({ column }) => column);
}

function roomOf(
  column: Column,
  layerOf: ReadonlyMap<Item, readonly Item[]>,
  gap: number,
): { least: number; most: number } {
  let least = Number.NEGATIVE_INFINITY;
  let most = Number.POSITIVE_INFINITY;
  for (const item of column.items) {
    const layer = layerOf.get(item) ?? [];
    const place = layer.indexOf(item);
    const left = layer[place - 1];
    const right = layer[place + 1];
    if (left !== undefined) least = Math.max(least, left.x + (left.width + item.width) / 2 + gap);
    if (right !== undefined) most = Math.min(most, right.x - (right.width + item.width) / 2 - gap);
  }
  return { least, most };
}

function move({ items }: Column, neighbours: Neighbours, { least, most }: { least: number; most: number }): void {
  const near = items.flatMap((item) => neighbours.get(item) ?? []).filter(({ item }) => !items.includes(item));
  const weight = near.reduce((sum, each) => sum + each.weight, 0);
  if (weight === 0) return;
  const wish = near.reduce((sum, each) => sum + each.weight * each.item.x, 0) / weight;
  for (const item of items) item.x = Math.min(most, Math.max(least, wish));
}

function neighboursOf(links: readonly Link[]): Neighbours {
  const neighbours = new Map<Item, { item: Item; weight: number }[]>();
  for (const { a, b, weight } of links) {
    neighbours.set(a, [...(neighbours.get(a) ?? []), { item: b, weight }]);
    neighbours.set(b, [...(neighbours.get(b) ?? []), { item: a, weight }]);
  }
  return neighbours;
}
