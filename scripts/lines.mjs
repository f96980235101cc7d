/* `npm run lines`: writes the lines of code per folder into both READMEs, with the day they were counted. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './require-node.mjs';

const folders = [
  'schemas',
  'rules',
  'functions',
  'workflows',
  'infra',
  'local',
  'city',
  'demo',
  'scripts',
  'bench',
  'test',
];
const CODE = /\.(ts|mjs|asl\.json)$/;
/** What programs wrote. */
const generated = /^test\/upgrades\/\d/;

/** Lines of code below a folder: TypeScript, JavaScript and state machines; no data, nothing generated. */
function linesBelow(folder) {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && CODE.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !generated.test(path.slice(root.length + 1)))
    .reduce((sum, path) => sum + readFileSync(path, 'utf8').split('\n').length - 1, 0);
}

const counts = folders.map((folder) => [folder, linesBelow(folder)]);
const sum = counts.reduce((total, [, lines]) => total + lines, 0);
const number = (lines) => lines.toLocaleString('en-US');
const today = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Seoul' }).format(new Date());
const line = counts.map(([folder, lines]) => `${folder} ${number(lines)}`).join(' · ');

const texts = {
  'README.md': `Lines of code on ${today}: ${line}; together ${number(sum)}.`,
  'README.ko.md': `코드 줄 수(${today} 기준): ${line}, 합계 ${number(sum)}줄입니다.`,
};
for (const [name, text] of Object.entries(texts)) {
  const file = join(root, name);
  const before = readFileSync(file, 'utf8');
  const after = before.replace(/<!-- lines -->\n[^\n]*\n/, `<!-- lines -->\n${text}\n`);
  if (after === before && !before.includes(text)) throw new Error(`${name} has no line <!-- lines --> to write below`);
  writeFileSync(file, after);
}
process.stdout.write(`${number(sum)} lines: ${line}\n`);
