import { readFileSync, writeFileSync } from 'node:fs';
import { drawMachine } from '#local/drawing/drawing.ts';

/* `npm run drawing`: draws each state machine in workflows/ into docs/; with --check it only says whether a file has drifted. */
const drawings = [
  { workflow: 'complaint', title: 'The way of one complaint' },
  { workflow: 'emergency-message', title: 'The way of one message to many' },
  { workflow: 'import', title: 'The way of one file of complaints' },
];

for (const { workflow, title } of drawings) {
  const file = new URL(`../docs/${workflow}.svg`, import.meta.url);
  const definition = readFileSync(new URL(`../workflows/${workflow}.asl.json`, import.meta.url), 'utf8');
  const svg = drawMachine(definition, { title, isFile: true });
  if (!process.argv.includes('--check')) writeFileSync(file, svg);
  else if (readFileSync(file, 'utf8') !== svg) {
    process.stderr.write(`docs/${workflow}.svg has drifted from workflows/${workflow}.asl.json: run npm run drawing\n`);
    process.exitCode = 1;
  }
}
