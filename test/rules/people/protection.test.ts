import { describe, expect, it } from 'vitest';
import { isKindSure, livesApart, protectsReporter, withProtection } from '#rules/people/protection.ts';
import { KindId } from '#schemas/kind.ts';
import { complaintAt } from '#test/functions/samples.ts';

const judged = (kind: KindId, changes: Record<string, unknown> = {}, isSure = true) =>
  complaintAt('classified', {
    classification: { kind, topic: 'integrity', isSimple: false, confidence: isSure ? 1 : 0.4, isSure, terms: [] },
    ...changes,
  });

describe('a kind that protects its reporter', () => {
  it('is corruption, public interest or human rights', () => {
    expect(KindId.options.filter(protectsReporter)).toEqual(['corruption', 'public-interest', 'human-rights']);
  });
});

describe('the petitioner of a complaint', () => {
  it.each(KindId.options)('who gave their name is protected if %s is a kind that protects, and else named', (kind) => {
    const { identity } = withProtection(judged(kind));
    expect(identity).toBe(protectsReporter(kind) ? 'protected' : 'named');
  });

  it.each([
    ['protected', 'complaint'],
    ['protected', 'corruption'],
    ['anonymous', 'complaint'],
    ['anonymous', 'corruption'],
  ] as const)('who filed %s stays so, whatever it is taken for: %s', (identity, kind) => {
    const complaint = judged(kind, { identity });
    expect(withProtection(complaint)).toBe(complaint);
  });

  it('of a complaint that nobody has classified is left as they filed', () => {
    const complaint = complaintAt('classify');
    expect(withProtection(complaint)).toBe(complaint);
  });

  it.each([
    ['named', false],
    ['protected', true],
    ['anonymous', true],
  ] as const)('who filed %s lives apart: %s', (identity, isApart) => {
    expect(livesApart({ identity })).toBe(isApart);
  });
});

describe('a kind is beyond doubt', () => {
  it.each([
    ['when the words say so', judged('corruption'), true],
    ['when they leave topic or kind open: not', judged('corruption', {}, false), false],
    [
      'when the petitioner chose it, whatever the topic',
      judged('corruption', { kindChosen: 'corruption' }, false),
      true,
    ],
    ['when the petitioner chose another: not', judged('corruption', { kindChosen: 'complaint' }, false), false],
    ['before it is classified: not', complaintAt('classify', { kindChosen: 'corruption' }), false],
  ] as const)('%s', (_, complaint, isSure) => {
    expect(isKindSure(complaint)).toBe(isSure);
  });
});
