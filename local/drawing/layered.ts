import { layout as arrange, Graph as Dagre } from '@dagrejs/dagre';
import type { Arrow, Box, Scheme } from './scheme.ts';

/** A spot on a layer: a box, an arrow's label, or where an arrow passes. `inner` is the width without the signs beside it. */
export type Spot = {
  x: number;
  readonly layer: number;
  readonly width: number;
  readonly inner: number;
  readonly height: number;
};
/** An arrow's way over the layers, its spots from the upper end to the lower one. `isBack` when the arrow points up. */
export type Course = {
  readonly arrow: Arrow;
  readonly spots: readonly Spot[];
  readonly label: Spot | undefined;
  readonly isBack: boolean;
};

/** Height of one state in a box. */
export const ROW = 38;
/** Space between states in a box, and around them. */
export const GAP = 8;
/** Height of a label's line. */
export const LINE = 14;
/** Width of a letter in a label. */
export const LABEL_LETTER = 6;
/** What a sign takes beside its box. */
export const SIGN = 18;
const LETTER = 7.6;
const NARROWEST = 118;
const PORT = 19;

/** What dagre makes of a scheme: each spot's layer, and an order in each layer with few crossings. */
export function layered({ boxes, arrows, signs }: Scheme): {
  spotOf: ReadonlyMap<string, Spot>;
  courses: readonly Course[];
} {
  const graph = new Dagre({ directed: true });
  graph.setGraph({ rankdir: 'TB', nodesep: 24, edgesep: 20, ranksep: 48 });
  const signsOf = (box: Box): number =>
    Math.max(
      ...box.nodes.map(({ name }) => signs.filter((sign) => [...sign.from, ...sign.otherwise].includes(name)).length),
    );
  const sizes = new Map(boxes.map((box) => [box.id, sizeOf(box, signsOf(box), degreeOf(box, arrows))] as const));
  for (const box of boxes) graph.setNode(box.id, { ...sizes.get(box.id) });
  for (const { from, to, ways, lines } of arrows) {
    const isNext = ways.some(({ reasons }) => reasons.some(({ kind }) => kind === 'next'));
    graph.setEdge(from, to, { ...labelSize(lines), labelpos: 'c', weight: isNext ? 6 : 1, minlen: 1 });
  }
  arrange(graph);
  type At = { x: number; y: number };
  const edges = arrows.map(({ from, to }) => graph.edge(from, to) as { points: At[] } & Partial<At>);
  const nodes = boxes.map((box) => graph.node(box.id) as At);
  const ys = [...nodes, ...edges.flatMap(({ points }) => points.slice(1, -1))].map(({ y }) => Math.round(y));
  const heights = [...new Set(ys)].sort((a, b) => a - b);
  const layerOf = ({ y }: At): number => heights.indexOf(Math.round(y));
  const spotOf = new Map(
    boxes.map((box, index) => {
      const at = nodes[index] ?? { x: 0, y: 0 };
      return [box.id, { x: at.x, layer: layerOf(at), ...(sizes.get(box.id) ?? sizeOf(box, 0, 0)) }] as const;
    }),
  );
  const courses = arrows.map((arrow, index): Course => {
    const { points = [], y } = edges[index] ?? {};
    const isBack = (points.at(-1)?.y ?? 0) < (points[0]?.y ?? 0);
    const inner = points.slice(1, -1).map((at): Spot => {
      const isLabel = arrow.lines.length > 0 && Math.abs(at.y - (y ?? Number.NaN)) < 1;
      const { width, height } = isLabel ? labelSize(arrow.lines) : { width: 0, height: 0 };
      return { x: at.x, layer: layerOf(at), width, height, inner: width };
    });
    const ends = [spotOf.get(arrow.from), spotOf.get(arrow.to)].flatMap((spot) => spot ?? []);
    const spots = [...ends.slice(0, 1), ...inner, ...ends.slice(1)];
    return { arrow, isBack, label: inner.find(({ height }) => height > 0), spots: isBack ? spots.toReversed() : spots };
  });
  return { spotOf, courses };
}

function labelSize(lines: readonly string[]): { width: number; height: number } {
  if (lines.length === 0) return { width: 0, height: 0 };
  return { width: Math.max(...lines.map(({ length }) => length)) * LABEL_LETTER + 10, height: lines.length * LINE };
}

/** So many arrows leave a box, or reach it; a box is as wide as they need. */
function degreeOf({ id }: Box, arrows: readonly Arrow[]): number {
  return Math.max(arrows.filter(({ from }) => from === id).length, arrows.filter(({ to }) => to === id).length);
}

function sizeOf({ nodes }: Box, signs: number, degree: number): { width: number; inner: number; height: number } {
  const names = nodes.map(({ name, type, isEnd, isWaiting }) => {
    const room = type === 'Choice' ? 44 : (isEnd ? 48 : 28) + (isWaiting ? 20 : 0);
    return name.length * LETTER + room;
  });
  const widest = Math.round(Math.max(...names, NARROWEST, degree > 3 ? degree * PORT + 50 : 0));
  if (nodes.length === 1) return { inner: widest, width: widest + 2 * signs * SIGN, height: ROW };
  const inner = widest + 2 * GAP + 2 * signs * SIGN;
  return { inner, width: inner, height: nodes.length * (ROW + GAP) + GAP };
}
