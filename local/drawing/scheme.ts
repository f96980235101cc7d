import type { Graph, Node, Reason, Way } from './graph.ts';

/** A box: one state, or several that stand between the same neighbours. */
export type Box = { readonly id: string; readonly nodes: readonly Node[] };
/** An arrow between boxes, and the ways it stands for. */
export type Arrow = {
  readonly from: string;
  readonly to: string;
  readonly ways: readonly Way[];
  readonly lines: readonly string[];
  /** Part of the way that leads from the start always on, taking what is written first. */
  readonly isSpine: boolean;
};
/** A sign on every state that catches the same errors, instead of as many arrows to the same place. */
export type Sign = {
  readonly mark: string;
  readonly label: string;
  readonly to: string;
  readonly from: readonly string[];
  /** Choices that lead to the same place when nothing else fits. */
  readonly otherwise: readonly string[];
};
/** What is drawn of a state machine. */
export type Scheme = {
  readonly boxes: readonly Box[];
  readonly arrows: readonly Arrow[];
  readonly signs: readonly Sign[];
};

/** From so many states on, catching is shown by a sign. */
const MANY = 3;
const MOST_LINES = 3;
const LONGEST_LINE = 24;

/** Makes a graph ready to be laid out: signs for what many states catch, one box for states that stand alike. */
export function schemeOf({ startAt, nodes, ways }: Graph): Scheme {
  const signs = signsOf(ways);
  const drawn = ways.filter((way) => signFor(way, signs) === undefined);
  const boxes = boxesOf([...nodes.values()], drawn);
  const boxOf = new Map(boxes.flatMap(({ id, nodes: inside }) => inside.map(({ name }) => [name, id] as const)));
  const arrows = new Map<string, Way[]>();
  for (const way of drawn) {
    const key = JSON.stringify([boxOf.get(way.from), boxOf.get(way.to)]);
    arrows.set(key, [...(arrows.get(key) ?? []), way]);
  }
  const spine = spineOf(boxOf.get(startAt) ?? startAt, [...arrows.keys()]);
  return {
    boxes,
    signs,
    arrows: [...arrows].map(([key, together]) => {
      const [from = '', to = ''] = JSON.parse(key) as string[];
      const lines = together.length > 1 ? [] : linesOf(together[0]?.reasons ?? []);
      return { from, to, ways: together, lines, isSpine: spine.has(key) };
    }),
  };
}

/** The sign that stands for a way, if it is not drawn as an arrow. */
export function signFor({ from, to, reasons }: Way, signs: readonly Sign[]): Sign | undefined {
  return signs.find(
    (sign) =>
      sign.to === to &&
      (sign.from.includes(from) || sign.otherwise.includes(from)) &&
      reasons.every(({ kind }) => kind === 'caught' || kind === 'otherwise'),
  );
}

function signsOf(ways: readonly Way[]): Sign[] {
  const catching = new Map<string, { to: string; label: string; from: string[] }>();
  for (const { from, to, reasons } of ways) {
    if (!reasons.every(({ kind }) => kind === 'caught')) continue;
    const label = reasons.map((reason) => reason.label).join(', ');
    const key = JSON.stringify([to, label]);
    const found = catching.get(key) ?? { to, label, from: [] };
    catching.set(key, { ...found, from: [...found.from, from] });
  }
  const many = [...catching.values()].filter(({ from }) => from.length >= MANY);
  return many.map((sign) => ({
    ...sign,
    mark: sign.label === 'States.ALL' ? '!' : sign.label.charAt(0),
    otherwise: otherwiseTo(sign.to, ways),
  }));
}

/** Choices that lead there when nothing fits; the last of them keeps its arrow if no other arrow leads there. */
function otherwiseTo(target: string, ways: readonly Way[]): string[] {
  const there = ways.filter(({ to }) => to === target);
  const isReached = there.some(({ reasons }) => reasons.some(({ kind }) => kind === 'next' || kind === 'choice'));
  const otherwise = there.flatMap(({ from, reasons }) =>
    reasons.every(({ kind }) => kind === 'otherwise') ? [from] : [],
  );
  return isReached ? otherwise : otherwise.slice(0, -1);
}

function spineOf(start: string, keys: readonly string[]): Set<string> {
  const spine = new Set<string>();
  const seen = new Set([start]);
  for (let at = start; ; ) {
    const key = keys.find((each) => {
      const [from = '', to = ''] = JSON.parse(each) as string[];
      return from === at && !seen.has(to);
    });
    if (key === undefined) return spine;
    at = String((JSON.parse(key) as string[])[1]);
    spine.add(key);
    seen.add(at);
  }
}

function boxesOf(nodes: readonly Node[], ways: readonly Way[]): Box[] {
  const alike = new Map<string, Node[]>();
  for (const node of nodes) {
    const before = ways.flatMap(({ from, to }) => (to === node.name ? [from] : [])).sort();
    const after = ways.flatMap(({ from, to }) => (from === node.name ? [to] : [])).sort();
    const isAlone = before.length === 0 || after.length === 0;
    const key = JSON.stringify(isAlone ? node.name : [before, after, node.type]);
    alike.set(key, [...(alike.get(key) ?? []), node]);
  }
  return [...alike.values()].map((inside) => ({ id: inside[0]?.name ?? '', nodes: inside }));
}

function linesOf(reasons: readonly Reason[]): string[] {
  const told = reasons.flatMap(({ kind, label }) => {
    if (kind === 'next') return [];
    if (kind === 'caught') return [reasons.length > 1 ? `or ${label}` : label];
    return kind === 'choice' ? label.split(' or ') : [label];
  });
  const lines = told.map(shortened);
  return lines.length <= MOST_LINES ? lines : [...lines.slice(0, MOST_LINES - 1), '…'];
}

function shortened(label: string): string {
  const [first = '', ...more] = label.split(' and ');
  const line = more.length > 0 ? `${first} …` : first;
  return line.length <= LONGEST_LINE ? line : `${line.slice(0, LONGEST_LINE - 1).trimEnd()}…`;
}
