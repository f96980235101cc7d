import { describe, expect, it } from 'vitest';
import { supplementsOf } from '#rules/supplements.ts';
import type { Said, Signal } from '#schemas/signal.ts';
import { at, signalOf } from '#test/functions/samples.ts';
import { away, byOfficial } from './hearing/spoken.ts';

const request = (text: string): Said => ({ kind: 'supplement-request', text, termDays: 10 });
const supplement = (text: string): Said => ({ kind: 'supplement', text });

/** What was said, a minute after the other, and applied unless it is said otherwise. */
const said = (...all: readonly (Said | [Said, Signal['status']])[]): Signal[] =>
  all.map((each, index) => {
    const [one, status] = Array.isArray(each) ? each : [each, 'applied' as const];
    const by = one.kind === 'supplement-request' ? byOfficial : ({ role: 'petitioner' } as const);
    return signalOf(index + 1, one, { at: away(at, index * 60_000), status, by });
  });

describe('the supplements of a case', () => {
  it('are each request with what the petitioner gave, in order', () => {
    const signals = said(request('주소'), supplement('강남대로 396'), request('사진'), { kind: 'withdrawal' });
    expect(supplementsOf(signals)).toEqual([
      {
        askedAt: at,
        text: '주소',
        termDays: 10,
        given: { at: away(at, 60_000), text: '강남대로 396' },
      },
      { askedAt: away(at, 120_000), text: '사진', termDays: 10 },
    ]);
  });

  it('belong to the last request, even where it repeats one that was in vain', () => {
    const shown = supplementsOf(said(request('주소'), request('주소를 다시'), supplement('강남대로 396')));
    expect(shown.map(({ text, given }) => [text, given?.text])).toEqual([
      ['주소', undefined],
      ['주소를 다시', '강남대로 396'],
    ]);
  });

  it.each(['said', 'refused'] as const)('are none of what was only %s', (status) => {
    expect(supplementsOf(said([request('주소'), status], [supplement('강남대로 396'), status]))).toEqual([]);
  });

  it('are none of a case that was never asked about', () => {
    expect(supplementsOf(said({ kind: 'withdrawal' }))).toEqual([]);
    expect(supplementsOf([])).toEqual([]);
  });
});
