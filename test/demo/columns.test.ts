import { describe, expect, test } from 'vitest';
import { bar, fitted, width } from '../../demo/report/columns.ts';

describe('terminal columns', () => {
  test.each([
    ['abc', 3],
    ['종로구', 6],
    ['가a★', 4],
    ['“…”·─█', 6],
    ['e\u0301', 1],
    ['😀', 2],
  ])('%s takes %i', (text, columns) => {
    expect(width(text)).toBe(columns);
  });

  test('are filled or cut, never more and never fewer', () => {
    expect(fitted('종로구', 8)).toBe('종로구  ');
    expect(fitted('12', 4, 'right')).toBe('  12');
    expect(fitted('동대문구', 6)).toBe('동대… ');
    expect(width(fitted('동대문구', 6))).toBe(6);
  });

  test('hold a bar that shows even the smallest share', () => {
    expect(bar(0, 10, 4)).toBe('    ');
    expect(bar(1, 1000, 4)).toBe('▏   ');
    expect(bar(5, 10, 4)).toBe('██  ');
    expect(bar(10, 10, 4)).toBe('████');
  });
});
