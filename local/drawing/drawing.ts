import { type Graph, readGraph, type Way } from './graph.ts';
import { placeScheme } from './layout.ts';
import { pathTaken, type Taken } from './path-taken.ts';
import { schemeOf } from './scheme.ts';
import { drawingStyle } from './style.ts';
import { escaped, legendShapes, shapesOf } from './svg.ts';

/** What a drawing is to show. */
export type DrawingSettings = {
  readonly title: string;
  /** Events of an execution as GetExecutionHistory gives them, oldest first: draws the path it took. */
  readonly events?: readonly unknown[];
  /** With its own style and ground: a file for itself. Left out: an element for a page that has the style. */
  readonly isFile?: boolean;
  /** Distinguishes the ids of several drawings in one page. */
  readonly id?: string;
};

const LEGEND_LINE = 22;

/**
 * A state machine as SVG, with a title and a description that tells in words what is drawn. The same definition gives the same text.
 *
 * @param definition in Amazon States Language
 * @throws Error when the text is no definition
 */
export function drawMachine(
  definition: string,
  { title, events, isFile = false, id = 'machine' }: DrawingSettings,
): string {
  const graph = readGraph(definition);
  const taken = events === undefined ? undefined : pathTaken(events, graph.nodes);
  const scheme = schemeOf(graph);
  const layout = placeScheme(scheme);
  const width = Math.ceil(layout.width);
  const legendTop = Math.ceil(layout.height) - 8;
  const height = legendTop + scheme.signs.length * LEGEND_LINE + 8;
  const words = taken === undefined ? machineInWords(graph) : pathInWords(taken);
  return `<svg xmlns="http://www.w3.org/2000/svg" class="machine" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="${id}-title ${id}-desc">
<title id="${id}-title">${escaped(title)}</title>
<desc id="${id}-desc">${escaped(words)}</desc>
${isFile ? `<style>\n${drawingStyle}</style>\n<rect class="paper" width="${width}" height="${height}"/>\n` : ''}${shapesOf(layout, scheme, graph.startAt, taken)}
${legendShapes(scheme.signs, { x: 28, y: legendTop }).join('\n')}
</svg>
`;
}

/** The whole machine as sentences: each state, what it does and what follows it. */
export function machineInWords({ startAt, nodes, ways }: Graph): string {
  const sentences = [...nodes.values()].map(({ name, comment, isEnd }) => {
    const then = ways.filter(({ from }) => from === name).map(wayInWords);
    const end = isEnd ? [`${name} ends the execution.`] : [];
    return [`${name}${comment === '' ? '.' : `: ${comment}`}`, ...then, ...end].join(' ');
  });
  return [`Starts with ${startAt}.`, ...sentences].join('\n');
}

/** The path of an execution as one sentence. */
export function pathInWords({ order }: Taken): string {
  return order.length === 0 ? 'No state was entered yet.' : `The path taken: ${order.join(', ')}.`;
}

function wayInWords({ to, reasons }: Way): string {
  const why = reasons.map(({ kind, label }) => {
    if (kind === 'next') return '';
    if (kind === 'caught') return `on ${label}`;
    return kind === 'otherwise' ? 'otherwise' : `if ${label}`;
  });
  const told = why.filter((reason) => reason !== '').join(', or ');
  return told === '' ? `Then ${to}.` : `Then ${to} ${told}.`;
}
