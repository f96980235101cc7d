import { describe, expect, test } from 'vitest';
import { isOld, isUntold } from '#rules/backfill.ts';
import { Instant } from '#schemas/instant.ts';
import { complaintAt } from '#test/functions/samples.ts';

const at = Instant.parse('2026-11-23T00:00:00.000Z');
const instant = (text: string) => Instant.parse(text);

describe('a complaint that keeps its date of receipt', () => {
  test.each([
    ['2026-11-22T14:59:59.999Z', true],
    ['2026-11-22T15:00:00.000Z', false],
    ['2026-11-23T00:00:00.000Z', false],
  ])('of %s is an old one on the 23rd in Seoul: %s', (receivedAt, expected) => {
    expect(isOld(instant(receivedAt), at)).toBe(expected);
  });
});

describe('what is told of an old case', () => {
  const { assignment: _, ...unassigned } = complaintAt('classify');
  const old = { ...unassigned, backfilledAt: at };

  test.each(['received', 'classification-asked', 'assigned'])('its beginning, %s, is told to nobody', (action) => {
    expect(isUntold(old, action)).toBe(true);
    expect(isUntold(unassigned, action)).toBe(false);
  });

  test('what a person brings about is told: an answer, a classification, another round', () => {
    expect(isUntold(old, 'responded')).toBe(false);
    expect(isUntold({ ...old, round: 2 }, 'assigned')).toBe(false);
    const waiting = complaintAt('answer').assignment;
    expect(isUntold({ ...old, assignment: waiting }, 'assigned')).toBe(false);
  });
});
