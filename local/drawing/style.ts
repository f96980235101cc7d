/** The colours of a drawing by what they stand for; every text on its ground has a contrast of 4.5 or more. */
const light = {
  ink: '#1b2733',
  soft: '#4f5d6b',
  line: '#7b8794',
  paper: '#ffffff',
  box: '#eef4fb',
  edge: '#3a6ea5',
  choice: '#fdf3dc',
  choiceEdge: '#9a6a00',
  wait: '#e6f5ee',
  waitEdge: '#1c7a52',
  fault: '#fdeaea',
  faultEdge: '#b3261e',
  back: '#8a4fae',
  taken: '#0b57d0',
  takenBox: '#d6e6ff',
};
const dark: typeof light = {
  ink: '#e8edf2',
  soft: '#aab6c2',
  line: '#7f8d9b',
  paper: '#12181f',
  box: '#1b2a3b',
  edge: '#7fb0e6',
  choice: '#35290e',
  choiceEdge: '#e0b04a',
  wait: '#12301f',
  waitEdge: '#6fcf9f',
  fault: '#3a1716',
  faultEdge: '#ff8f87',
  back: '#c99be6',
  taken: '#8ab8ff',
  takenBox: '#17386b',
};

const rules = `.machine text { fill: @ink; font: 13px system-ui, -apple-system, 'Segoe UI', 'DejaVu Sans', sans-serif; text-anchor: middle; }
.machine .paper { fill: @paper; }
.machine .line { fill: none; stroke: @line; stroke-width: 1.6; }
.machine .tip, .machine .start { fill: @line; }
.machine .back .line { stroke: @back; stroke-dasharray: 5 3; }
.machine .back .tip { fill: @back; }
.machine .label text { font-size: 10.5px; fill: @soft; }
.machine .ground { fill: @paper; fill-opacity: 0.92; }
.machine .frame { fill: none; stroke: @line; stroke-dasharray: 2 3; }
.machine .shape { fill: @box; stroke: @edge; stroke-width: 1.4; }
.machine .choice .shape { fill: @choice; stroke: @choiceEdge; }
.machine .waiting .shape { fill: @wait; stroke: @waitEdge; }
.machine .glass { fill: none; stroke: @waitEdge; stroke-width: 1.5; stroke-linejoin: round; }
.machine .fail .shape { fill: @fault; stroke: @faultEdge; }
.machine .stop { fill: none; stroke: @edge; stroke-width: 3; }
.machine .fail .stop { stroke: @faultEdge; }
.machine .sign circle { fill: @paper; stroke: @back; stroke-width: 1.4; }
.machine .sign text { fill: @back; font-size: 10.5px; font-weight: 700; }
.machine .sign.fault circle { stroke: @faultEdge; }
.machine .sign.fault text { fill: @faultEdge; }
.machine .sign.target circle { fill: @back; }
.machine .sign.fault.target circle { fill: @faultEdge; }
.machine .sign.target text, .machine .sign.taken text { fill: @paper; }
.machine .sign.taken circle { fill: @taken; stroke: @taken; }
.machine .legend { fill: @soft; font-size: 11.5px; text-anchor: start; }
.machine .taken .line { stroke: @taken; stroke-width: 3; }
.machine .taken .tip, .machine .taken .start { fill: @taken; }
.machine .label.taken text { fill: @taken; font-weight: 600; }
.machine .entered .shape { fill: @takenBox; stroke: @taken; stroke-width: 2.4; }
.machine .entered > text { font-weight: 600; }
.machine .last .shape { stroke-width: 4; }
.machine .count rect { fill: @taken; }
.machine .count text { fill: @paper; font-size: 11px; font-weight: 700; }
`;

function coloured(colours: typeof light): string {
  return rules.replaceAll(/@(\w+)/g, (_, name: keyof typeof light) => colours[name]);
}

/**
 * How a drawing looks, in light and in dark; every class lies below `.machine`.
 *
 * Colours are written out, because programs that draw SVG outside a browser know no custom properties.
 */
export const drawingStyle = `${coloured(light)}@media (prefers-color-scheme: dark) {
${coloured(dark)}}
`;
