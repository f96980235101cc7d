import { standUpright } from './columns.ts';
import { type Bend, lanesOf } from './lanes.ts';
import { type Course, layered, type Spot } from './layered.ts';
import { placePorts, portKey } from './ports.ts';
import type { Arrow, Box, Scheme } from './scheme.ts';

/** A place in the picture, in pixels from its upper left corner. */
export type Point = { readonly x: number; readonly y: number };
/** A box with its place: `x` and `y` are its centre. */
export type PlacedBox = Box & Point & { readonly width: number; readonly height: number };
/** An arrow with the corners of its course, and where its label stands. */
export type PlacedArrow = Arrow & {
  readonly points: readonly Point[];
  readonly labelAt: Point | undefined;
  readonly isBack: boolean;
};
/** A scheme with every place settled. */
export type Layout = {
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly PlacedBox[];
  readonly arrows: readonly PlacedArrow[];
};

const MARGIN = 24;
const START = 44;
const BESIDE = 22;
const LANE = 9;
/** Above the first lane and below the last one, so that an arrow's tip has room. */
const ENTRY = 15;

/**
 * Finds places for everything, the story from top to bottom. The same scheme gives the same places.
 *
 * Layers and the order in them are dagre's. Then every column is stood upright, and where an arrow must go sideways it does
 * so between two layers, in a lane of its own.
 */
export function placeScheme(scheme: Scheme): Layout {
  const { spotOf, courses } = layered(scheme);
  const spots = [...new Set([...spotOf.values(), ...courses.flatMap((course) => course.spots)])];
  const count = Math.max(...spots.map(({ layer }) => layer)) + 1;
  const layers = Array.from({ length: count }, (_, layer) => spots.filter((spot) => spot.layer === layer));
  standUpright(layers, columnsOf(courses, [...spotOf.values()]), courses.flatMap(linksOf), BESIDE);
  const left = Math.min(...spots.map(({ x, width }) => x - width / 2)) - MARGIN;
  for (const spot of spots) spot.x -= left;
  const ports = placePorts(courses);
  const lanes = lanesOf(courses.flatMap((course) => bendsOf(course, ports)));
  const tops = topsOf(layers, lanes.counts);
  const bottoms = layers.map((layer, index) => (tops[index] ?? 0) + heightOf(layer));
  const middle = ({ layer, height }: Spot): number =>
    height === 0 ? (tops[layer] ?? 0) : (tops[layer] ?? 0) + (height < 38 ? heightOf(layers[layer] ?? []) : height) / 2;
  return {
    width: Math.max(...spots.map(({ x, width }) => x + width / 2)) + MARGIN,
    height: Math.max(...bottoms) + MARGIN,
    boxes: scheme.boxes.flatMap((box) => {
      const spot = spotOf.get(box.id);
      return spot === undefined ? [] : [{ ...box, x: spot.x, y: middle(spot), width: spot.inner, height: spot.height }];
    }),
    arrows: courses.map((course) => ({
      ...course.arrow,
      isBack: course.isBack,
      labelAt: course.label === undefined ? undefined : { x: course.label.x, y: middle(course.label) },
      points: cornersOf(course),
    })),
  };

  function cornersOf(course: Course): Point[] {
    const bends = bendsOf(course, ports);
    const [first] = bends;
    const last = bends.at(-1);
    const start = course.spots[0];
    const end = course.spots.at(-1);
    if (first === undefined || last === undefined || start === undefined || end === undefined) return [];
    // Downward: from the upper box's lower edge to the lower box's upper edge.
    const down: Point[] = [{ x: first.above, y: middle(start) + start.height / 2 }];
    for (const bend of bends) {
      const y =
        (bottoms[bend.gap] ?? 0) + (heightOf(layers[bend.gap] ?? []) > 0 ? ENTRY : 2) + (lanes.of(bend) + 0.5) * LANE;
      if (bend.above !== bend.below) down.push({ x: bend.above, y }, { x: bend.below, y });
    }
    down.push({ x: last.below, y: middle(end) - end.height / 2 });
    return course.isBack ? down.toReversed() : down;
  }
}

/** Where a course goes sideways: between each layer and the next, seen from above. */
function bendsOf({ arrow, spots }: Course, ports: ReadonlyMap<string, number>): Bend[] {
  const xs = spots.map(({ x }, index) => {
    if (index === 0) return ports.get(portKey(arrow, 'upper')) ?? x;
    return index === spots.length - 1 ? (ports.get(portKey(arrow, 'lower')) ?? x) : x;
  });
  return spots.slice(1).map((spot, index) => {
    const above = xs[index] ?? spot.x;
    const below = xs[index + 1] ?? spot.x;
    return {
      key: portKey(arrow, 'upper'),
      gap: spot.layer - 1,
      above,
      below: Math.abs(above - below) < 1 ? above : below,
    };
  });
}

function heightOf(layer: readonly Spot[]): number {
  return Math.max(...layer.map(({ height }) => height), 0);
}

function topsOf(layers: readonly (readonly Spot[])[], lanes: ReadonlyMap<number, number>): number[] {
  const tops: number[] = [];
  for (const [index] of layers.entries()) {
    const before = tops[index - 1];
    const above = heightOf(layers[index - 1] ?? []);
    const entries = (above > 0 ? ENTRY : 2) + (heightOf(layers[index] ?? []) > 0 ? ENTRY : 2);
    tops.push(before === undefined ? START : before + above + entries + (lanes.get(index - 1) ?? 0) * LANE);
  }
  return tops;
}

/** The story's own way is held upright most, then arrows between boxes; where they meet a box they may bend. */
function linksOf({ arrow, spots }: Course): { a: Spot; b: Spot; weight: number }[] {
  return spots.slice(1).map((b, index) => ({ a: spots[index] ?? b, b, weight: arrow.isSpine ? 40 : 1 }));
}

/** The story's own way as one column, each arrow's way past other layers as another; every other box for itself. */
function columnsOf(courses: readonly Course[], boxes: readonly Spot[]): { items: Spot[]; near: Spot[] }[] {
  const spine = [...new Set(courses.filter(({ arrow }) => arrow.isSpine).flatMap(({ spots }) => spots))];
  const arrows = courses
    .filter(({ arrow, spots }) => !arrow.isSpine && spots.length > 2)
    .map(({ spots }) => ({
      items: spots.slice(1, -1),
      near: [...spots.slice(0, 1), ...spots.slice(-1)].filter((spot) => !spine.includes(spot)),
    }));
  const others = boxes.filter((box) => !spine.includes(box)).map((box) => ({ items: [box], near: [] }));
  return [{ items: spine, near: [] }, ...others, ...arrows];
}
