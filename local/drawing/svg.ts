import type { Node, Way } from './graph.ts';
import { GAP, LABEL_LETTER, LINE, ROW, SIGN } from './layered.ts';
import type { Layout, PlacedArrow, PlacedBox, Point } from './layout.ts';
import { type Taken, wayKey } from './path-taken.ts';
import type { Scheme, Sign } from './scheme.ts';

const POINT = 12;
const CORNER = 9;

type Looks = { readonly signs: readonly Sign[]; readonly taken: Taken | undefined };

/** Text as it stands in HTML and SVG. */
export function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

/** What is drawn, from the ground up: arrows, boxes over them, labels over all. */
export function shapesOf({ boxes, arrows }: Layout, { signs }: Scheme, startAt: string, taken?: Taken): string {
  const looks = { signs, taken };
  const start = boxes.find(({ id }) => id === startAt);
  const isTaken = (arrow: PlacedArrow): boolean => arrow.ways.some((way) => wasTaken(way, taken));
  return [
    ...arrows.filter((arrow) => !isTaken(arrow)).map((arrow) => arrowShape(arrow, '')),
    ...arrows.filter(isTaken).map((arrow) => arrowShape(arrow, ' taken')),
    ...(start === undefined ? [] : [startShape(start, taken)]),
    ...boxes.map((box) => boxShape(box, looks)),
    ...arrows.map((arrow) => labelShape(arrow, isTaken(arrow))),
  ]
    .filter((part) => part !== '')
    .join('\n');
}

/** What the signs mean, one line each, from a place on. */
export function legendShapes(signs: readonly Sign[], at: Point): string[] {
  return signs.map(({ mark, label, to, otherwise }, index) => {
    const y = at.y + index * 22;
    const error = label === 'States.ALL' ? 'Any other error' : `The error ${label}`;
    const says = `${error}${otherwise.length > 0 ? ', or no rule that fits,' : ''} leads to ${to}`;
    return `${signShape(mark, at.x, y, '')}<text class="legend" x="${at.x + 16}" y="${y + 4}">${escaped(says)}</text>`;
  });
}

function wasTaken({ from, to }: Pick<Way, 'from' | 'to'>, taken: Taken | undefined): boolean {
  return taken?.ways.has(wayKey(from, to)) ?? false;
}

function arrowShape({ points, isBack, ways }: PlacedArrow, look: string): string {
  const end = points.at(-1) ?? { x: 0, y: 0 };
  const up = isBack ? -1 : 1;
  const tip = `M${round(end.x)} ${round(end.y)}l-4.5 ${-9 * up}h9z`;
  const shortened = [...points.slice(0, -1), { x: end.x, y: end.y - 7 * up }];
  const says = ways.map(({ from, to, reasons }) => {
    const why = reasons.flatMap(({ label }) => (label === '' ? [] : [label])).join('; ');
    return `${from} → ${to}${why === '' ? '' : `: ${why}`}`;
  });
  const kind = `way${isBack ? ' back' : ''}${look}`;
  return `<g class="${kind}"><title>${escaped(says.join('\n'))}</title><path class="line" d="${course(shortened)}"/><path class="tip" d="${tip}"/></g>`;
}

/** Straight from corner to corner, the corners rounded. */
function course(points: readonly Point[]): string {
  const [first = { x: 0, y: 0 }] = points;
  let path = `M${round(first.x)} ${round(first.y)}`;
  for (const [index, corner] of points.entries()) {
    const before = points[index - 1];
    const after = points[index + 1];
    if (before === undefined) continue;
    if (after === undefined) return `${path}L${round(corner.x)} ${round(corner.y)}`;
    const radius = Math.min(CORNER, distance(before, corner) / 2, distance(corner, after) / 2);
    const begin = towards(corner, before, radius);
    const end = towards(corner, after, radius);
    path += `L${round(begin.x)} ${round(begin.y)}Q${round(corner.x)} ${round(corner.y)} ${round(end.x)} ${round(end.y)}`;
  }
  return path;
}

function distance(a: Point, b: Point): number {
  return Math.abs(a.x - b.x) + Math.abs(a.y - b.y);
}

function towards(from: Point, to: Point, by: number): Point {
  return { x: from.x + Math.sign(to.x - from.x) * by, y: from.y + Math.sign(to.y - from.y) * by };
}

function labelShape({ lines, labelAt }: PlacedArrow, isTaken: boolean): string {
  if (labelAt === undefined) return '';
  const width = Math.max(...lines.map((line) => line.length)) * LABEL_LETTER + 8;
  const top = labelAt.y - (lines.length * LINE) / 2;
  const ground = `<rect class="ground" x="${round(labelAt.x - width / 2)}" y="${round(top)}" width="${round(width)}" height="${lines.length * LINE}" rx="3"/>`;
  const texts = lines.map(
    (line, index) => `<text x="${round(labelAt.x)}" y="${round(top + (index + 0.75) * LINE)}">${escaped(line)}</text>`,
  );
  return `<g class="label${isTaken ? ' taken' : ''}">${ground}${texts.join('')}</g>`;
}

function startShape({ x, y, height }: PlacedBox, taken: Taken | undefined): string {
  const top = round(y - height / 2);
  const look = taken === undefined ? '' : ' taken';
  return `<g class="way${look}"><circle class="start" cx="${round(x)}" cy="${top - 28}" r="6"/><path class="line" d="M${round(x)} ${top - 22}V${top - 7}"/><path class="tip" d="M${round(x)} ${top}l-4.5 -9h9z"/></g>`;
}

function boxShape(box: PlacedBox, looks: Looks): string {
  const { nodes, x, y, width, height } = box;
  const [only] = nodes;
  if (nodes.length === 1 && only !== undefined) return nodeShape(only, { x, y, width }, looks);
  const frame = `<rect class="frame" x="${round(x - width / 2)}" y="${round(y - height / 2)}" width="${width}" height="${height}" rx="12"/>`;
  const mostSigns = Math.max(...nodes.map(({ name }) => signsOf(name, looks.signs).length));
  const inside = nodes.map((node, index) => {
    const place = {
      x,
      y: y - height / 2 + GAP + index * (ROW + GAP) + ROW / 2,
      width: width - 2 * GAP - 2 * mostSigns * SIGN,
    };
    return nodeShape(node, place, looks);
  });
  return [frame, ...inside].join('\n');
}

function nodeShape(node: Node, { x, y, width }: Point & { width: number }, { signs, taken }: Looks): string {
  const { name, type, comment, isWaiting, isEnd } = node;
  const count = taken?.entered.get(name) ?? 0;
  const isLast = taken?.order.at(-1) === name;
  const kind = [
    'state',
    type.toLowerCase(),
    isWaiting ? 'waiting' : '',
    isEnd ? 'end' : '',
    count > 0 ? 'entered' : '',
    isLast ? 'last' : '',
  ]
    .filter((word) => word !== '')
    .join(' ');
  const left = x - width / 2;
  const right = x + width / 2;
  const shapes = [
    outline(type, { x, y, width }),
    isWaiting ? `<path class="glass" d="M${round(left + 11)} ${round(y - 6)}h8l-8 12h8z"/>` : '',
    `<text x="${round(x + (isWaiting ? 6 : 0))}" y="${round(y + 4.5)}">${escaped(name)}</text>`,
    isEnd ? `<circle class="stop" cx="${round(right - 13)}" cy="${round(y)}" r="4.5"/>` : '',
    count > 1 ? countShape(count, left, y) : '',
    ...signsOf(name, signs).map((sign, index) => {
      const look = wasTaken({ from: name, to: sign.to }, taken) ? ' taken' : '';
      return signShape(sign.mark, right + 2 + index * SIGN, y, look);
    }),
    ...signs
      .filter(({ to }) => to === name)
      .map(({ mark }, index) => signShape(mark, left - index * SIGN, y, ' target')),
  ];
  const says = comment === '' ? name : `${name}: ${comment}`;
  return `<g class="${kind}"><title>${escaped(says)}</title>${shapes.join('')}</g>`;
}

function signsOf(name: string, signs: readonly Sign[]): Sign[] {
  return signs.filter(({ from, otherwise }) => from.includes(name) || otherwise.includes(name));
}

function outline(type: string, { x, y, width }: Point & { width: number }): string {
  const half = ROW / 2;
  if (type !== 'Choice')
    return `<rect class="shape" x="${round(x - width / 2)}" y="${round(y - half)}" width="${width}" height="${ROW}" rx="${type === 'Fail' || type === 'Succeed' ? half : 8}"/>`;
  const left = x - width / 2;
  const right = x + width / 2;
  return `<path class="shape" d="M${round(left)} ${round(y)}L${round(left + POINT)} ${round(y - half)}H${round(right - POINT)}L${round(right)} ${round(y)}L${round(right - POINT)} ${round(y + half)}H${round(left + POINT)}Z"/>`;
}

function countShape(count: number, left: number, y: number): string {
  const text = `×${count}`;
  const width = text.length * 7 + 8;
  return `<g class="count"><rect x="${round(left - width / 2)}" y="${round(y - 27)}" width="${width}" height="16" rx="8"/><text x="${round(left)}" y="${round(y - 15)}">${text}</text></g>`;
}

function signShape(mark: string, x: number, y: number, look: string): string {
  const kind = mark === '!' ? 'sign fault' : 'sign';
  return `<g class="${kind}${look}"><circle cx="${round(x)}" cy="${round(y)}" r="7.5"/><text x="${round(x)}" y="${round(y + 4)}">${escaped(mark)}</text></g>`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
