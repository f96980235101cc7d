import { readFileSync, writeFileSync } from 'node:fs';
import { drawMachine } from '#local/drawing/drawing.ts';

/* `npm run drawing`: draws workflows/complaint.asl.json into docs/complaint.svg; with --check it only says whether the file has drifted. */
const file = new URL('../docs/complaint.svg', import.meta.url);
const definition = readFileSync(new URL('../workflows/complaint.asl.json', import.meta.url), 'utf8');
const svg = drawMachine(definition, { title: 'The way of one complaint', isFile: true });

if (!process.argv.includes('--check')) writeFileSync(file, svg);
else if (readFileSync(file, 'utf8') !== svg) {
  process.stderr.write('docs/complaint.svg has drifted from workflows/complaint.asl.json: run npm run drawing\n');
  process.exitCode = 1;
}
