import { describe, expect, it } from 'vitest';
import { searchedTime, searchedWords } from '#rules/search.ts';
import { SeoulDate } from '#schemas/instant.ts';

describe('the words of a search', () => {
  it.each([
    ['가로등', ['가로등']],
    ['  가로등   고장 ', ['가로등', '고장']],
    ['가로등! (고장)', ['가로등', '고장']],
    ['010-1234', ['0101234']],
    ['A=1', ['a1']],
  ])('%s are %o', (text, words) => {
    expect(searchedWords(text)).toEqual(words);
  });

  it.each(['가', '가로등 가', '=', '', '…'])('%s: too short to look for', (text) => {
    expect(searchedWords(text)).toBeUndefined();
  });
});

describe('the days of a search', () => {
  const on = (day: string): SeoulDate => SeoulDate.parse(day);

  it('are whole days in Seoul, both included', () => {
    expect(searchedTime(on('2026-11-23'), on('2026-11-23'))).toEqual({
      from: '2026-11-22T15:00:00.000Z',
      to: '2026-11-23T14:59:59.999Z',
    });
  });

  it('are all there are, where none is given', () => {
    const { from, to } = searchedTime(undefined, undefined);
    expect(from < '2000-01-01T00:00:00.000Z' && to > '2999-12-31T23:59:59.999Z').toBe(true);
  });
});
