import { describe, expect, test } from 'vitest';
import { matchesPattern } from '#local/lambda/event-pattern.ts';

const event = {
  source: 'city.letters',
  detail: {
    kind: 'noise',
    count: 7,
    place: null,
    tags: ['night', 'street'],
    people: [{ name: 'Mina' }, { name: 'Jun' }],
    text: '',
  },
};

describe('a pattern', () => {
  test.each([
    ['an exact text', { source: ['city.letters'] }, true],
    ['another text', { source: ['city.calls'] }, false],
    ['one of several', { source: ['city.calls', 'city.letters'] }, true],
    ['a number and not its text', { detail: { count: ['7'] } }, false],
    ['null', { detail: { place: [null] } }, true],
    ['a missing member', { detail: { other: ['x'] } }, false],
    ['all members at once', { source: ['city.letters'], detail: { kind: ['fire'] } }, false],
    ['a prefix', { source: [{ prefix: 'city.' }] }, true],
    ['a prefix in other letters', { source: [{ prefix: { 'equals-ignore-case': 'CITY.' } }] }, true],
    ['a suffix', { source: [{ suffix: '.letters' }] }, true],
    ['the same in other letters', { detail: { kind: [{ 'equals-ignore-case': 'NOISE' }] } }, true],
    ['a wildcard', { source: [{ wildcard: 'c*.let*s' }] }, true],
    ['a wildcard that does not', { source: [{ wildcard: 'c*.call*' }] }, false],
    ['a number in range', { detail: { count: [{ numeric: ['>', 5, '<=', 7] }] } }, true],
    ['a number at the edge', { detail: { count: [{ numeric: ['<', 7] }] } }, false],
    ['a number equal', { detail: { count: [{ numeric: ['=', 7] }] } }, true],
    ['anything but', { detail: { kind: [{ 'anything-but': ['fire', 'water'] }] } }, true],
    ['anything but this', { detail: { kind: [{ 'anything-but': 'noise' }] } }, false],
    ['anything but a prefix', { source: [{ 'anything-but': { prefix: 'city' } }] }, false],
    ['anything but, where there is nothing', { detail: { other: [{ 'anything-but': 'x' }] } }, false],
    ['what exists', { detail: { text: [{ exists: true }] } }, true],
    ['what does not exist', { detail: { other: [{ exists: false }] } }, true],
    ['what must not exist and does', { detail: { kind: [{ exists: false }] } }, false],
    ['an item of a list', { detail: { tags: ['street'] } }, true],
    ['an object in a list', { detail: { people: { name: ['Jun'] } } }, true],
    ['either', { $or: [{ source: ['x'] }, { detail: { kind: ['noise'] } }] }, true],
    ['neither', { $or: [{ source: ['x'] }, { detail: { kind: ['y'] } }], source: ['city.letters'] }, false],
  ])('by %s', (_what, pattern, expected) => {
    expect(matchesPattern(pattern, event)).toBe(expected);
  });

  test('with an unknown comparison is refused', () => {
    expect(() => matchesPattern({ source: [{ cidr: '10.0.0.0/8' }] }, event)).toThrow(
      "event pattern with unknown comparison 'cidr'",
    );
  });
});
