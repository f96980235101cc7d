import { readFileSync, writeFileSync } from 'node:fs';
import { refusals } from '#schemas/errors.ts';

/* `npm run errors`: writes docs/errors.md from schemas/errors.ts; with --check it only says whether the file has drifted. */
const file = new URL('../docs/errors.md', import.meta.url);

const rows = Object.entries(refusals).map(([code, [status, means]]) => `| \`${code}\` | ${status} | ${means} |`);
const text = `# Refusals of the API

Every refusal is a problem document (RFC 9457, \`application/problem+json\`) with a stable \`code\`; its \`type\` is \`urn:daedap:problem:<code>\`.
\`request-invalid\` (400) names each fault with its path. \`transient-fault\` (503) can succeed when it is tried again; \`fault\` (500) is ours.
The gateway itself answers 401 to a missing or wrong token.

| code | status | what it means |
|---|---|---|
${rows.join('\n')}
`;

if (!process.argv.includes('--check')) writeFileSync(file, text);
else if (readFileSync(file, 'utf8') !== text) {
  process.stderr.write('docs/errors.md has drifted from schemas/errors.ts: run npm run errors\n');
  process.exitCode = 1;
}
