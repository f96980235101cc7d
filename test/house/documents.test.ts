import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '../..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const documents = [
  ...readdirSync(root).filter((name) => name.endsWith('.md')),
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];
const scripts: Record<string, string> = JSON.parse(read('package.json')).scripts;

describe('the documents', () => {
  test.each(documents)('%s leads nowhere that is not there', (path) => {
    const links = [...read(path).matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)].map(([, to]) => String(to));
    const lost = links.filter((to) => !/^[a-z]+:/.test(to) && !existsSync(join(root, dirname(path), to)));
    expect(lost).toEqual([]);
  });

  test.each(documents)('%s names only npm scripts that exist', (path) => {
    const named = [...read(path).matchAll(/npm run ([a-z:]+)/g)].map(([, name]) => String(name));
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });

  test('README stays under two screens', () => {
    for (const path of ['README.md', 'README.ko.md']) expect(read(path).split('\n').length, path).toBeLessThan(90);
  });

  test('decisions are numbered without a gap, one page each', () => {
    const records = documents.filter((path) => path.startsWith('docs/decisions/')).sort();
    records.forEach((path, at) => {
      const number = at + 1;
      expect(path).toMatch(new RegExp(`/${String(number).padStart(4, '0')}-`));
      expect(read(path), path).toMatch(new RegExp(`^# ${number}\\. `));
      expect(read(path).split('\n').length, path).toBeLessThan(60);
      for (const part of ['**Context.**', '**Decision.**', '**Consequences.**'])
        expect(read(path), path).toContain(part);
    });
  });
});

describe('docs/operating.md', () => {
  const text = read('docs/operating.md');

  test('goes the whole way, in this order', () => {
    expect([...text.matchAll(/^## (.*)$/gm)].map(([, title]) => title)).toEqual([
      '1. Prerequisites',
      '2. Bootstrap',
      '3. Region',
      '4. Deploy',
      '5. First operator',
      '6. Your own city',
      '7. SMS and SES sandbox, and the spend quota',
      '8. SMS region, and personal data abroad',
      '9. Dashboard, and who gets alarms',
      '10. Cost per 1,000 complaints',
      '11. Back-up, and a rehearsed restore',
      '12. Upgrade with waiting executions',
      '13. Teardown, and what stays',
      '14. Retention of personal data',
      '15. In a disaster',
    ]);
    expect(text).toContain('never deployed this to AWS ourselves');
  });

  test('names outputs, alarms and commands that there are', () => {
    const stack = read('infra/stack.ts');
    for (const output of text.matchAll(/<(\w+(?:Arn|Id|Name))>/g)) {
      if (output[1] !== 'TopicArn') expect(stack).toContain(`${output[1]}: `);
    }
    for (const alarm of ['NoticesRefused', 'OperatorQueue', 'MessageStopped'])
      expect(read('infra/alarms.ts')).toContain(`'${alarm}'`);
    const commands = [...text.matchAll(/npm run city -- ([a-z-]+)/g)].map(([, name]) => String(name));
    const source = read('scripts/city.ts');
    expect(commands.length).toBeGreaterThan(4);
    for (const name of commands) expect(source).toMatch(new RegExp(`^  '?${name}'?: `, 'm'));
  });
});
