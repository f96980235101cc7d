import { describe, expect, test } from 'vitest';
import { sources } from './sources.ts';

const code = sources(
  ['schemas', 'rules', 'functions', 'infra', 'local', 'city', 'demo', 'bench', 'scripts', 'test'],
  ['.ts', '.mjs'],
);
const product = code.filter(({ path }) => /^(schemas|rules|functions)\//.test(path));

describe('the code', () => {
  test('reads no clock where time comes from the event', () => {
    const readers = product.filter(({ text }) =>
      /\bDate\.now\(|\bnew Date\(\)|\bperformance\.now\(|\bprocess\.hrtime/.test(text),
    );
    expect(readers.map(({ path }) => path)).toEqual([]);
  });

  test('reads the machine’s clock in local/clock alone', () => {
    const readers = code
      .filter(({ path }) => path.startsWith('local/') && !path.startsWith('local/clock/'))
      .filter(({ text }) => /\bDate\.now\(|\bnew Date\(\)/.test(text.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*/g, '')));
    expect(readers.map(({ path }) => path)).toEqual([]);
  });

  test('keeps every file under 300 lines', () => {
    const long = code.filter(({ text }) => text.split('\n').length > 301);
    expect(long.map(({ path }) => path)).toEqual([]);
  });

  test('names no file after nothing', () => {
    const empty =
      /(^|\/)(utils?|helpers?|common|shared|misc|core|base|manager|service|processor|data|info|index)(\.|\/)/;
    expect(code.filter(({ path }) => empty.test(path)).map(({ path }) => path)).toEqual([]);
  });

  test('has a docstring on every function and schema that schemas, rules and functions export', () => {
    const bare = product.flatMap(({ path, text }) => {
      if (path.endsWith('.lambda.ts')) return [];
      const lines = text.split('\n');
      return lines.flatMap((line, index) => {
        const name = /^export (?:async )?(?:function\*?|const|class|abstract class) (\w+)/.exec(line)?.[1];
        const before = lines.slice(0, index).findLast((earlier) => earlier.trim() !== '') ?? '';
        return name === undefined || before.trim().endsWith('*/') ? [] : [`${path}: ${name}`];
      });
    });
    expect(bare).toEqual([]);
  });
});
