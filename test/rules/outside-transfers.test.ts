import { describe, expect, it } from 'vitest';
import { outsideTransfersOf } from '#rules/outside-transfers.ts';
import { AuditEntry } from '#schemas/audit-entry.ts';
import type { Said, Signal } from '#schemas/signal.ts';
import { at, number, official, signalOf } from '#test/functions/samples.ts';
import { away, byOfficial, byPetitioner, byPolice } from './hearing/spoken.ts';

const transfer = (institution: string): Said => ({
  kind: 'outside-transfer',
  institution,
  name: institution,
  nameEn: institution,
  contact: 'sign-in',
  reason: '소관',
  termDays: 5,
});
const acceptance: Said = { kind: 'acceptance', reference: '7' };
const refusal: Said = { kind: 'outside-refusal', reason: '아님' };

const minute = (count: number) => away(at, count * 60_000);
const speaker = ({ kind }: Said) =>
  kind === 'outside-transfer' ? byOfficial : kind === 'withdrawal' ? byPetitioner : byPolice;

/** What was said, a minute after the other, and applied unless it is said otherwise. */
const said = (...all: readonly (Said | [Said, Signal['status']])[]): Signal[] =>
  all.map((each, index) => {
    const [one, status] = Array.isArray(each) ? each : [each, 'applied' as const];
    return signalOf(index + 1, one, { at: minute(index), status, by: speaker(one) });
  });

const silence = (asked: number, when: number): AuditEntry =>
  AuditEntry.parse({
    entry: 9,
    at: minute(when),
    actor: { kind: 'step', step: 'TakeBack', execution: `${number}-1` },
    action: 'transfer-taken-back',
    facts: { asked, reason: 'silence' },
  });

describe('the transfers outside of a case', () => {
  it('are each with what became of it, in order', () => {
    const signals = said(transfer('a'), refusal, transfer('b'), transfer('c'), acceptance);
    expect(outsideTransfersOf(signals, [silence(2, 3)])).toEqual([
      {
        institution: 'a',
        name: 'a',
        askedAt: at,
        by: official,
        reason: '소관',
        termDays: 5,
        ended: { at: minute(1), by: 'refusal', reason: '아님' },
      },
      expect.objectContaining({ institution: 'b', ended: { at: minute(3), by: 'silence' } }),
      expect.objectContaining({ institution: 'c', ended: { at: minute(4), by: 'acceptance', reference: '7' } }),
    ]);
  });

  it.each([
    ['waits', said(transfer('a')), undefined],
    ['was withdrawn', said(transfer('a'), { kind: 'withdrawal' }), { at: minute(1), by: 'withdrawal' }],
    [
      'was refused before the withdrawal',
      said(transfer('a'), refusal, { kind: 'withdrawal' }),
      { at: minute(1), by: 'refusal', reason: '아님' },
    ],
  ])('that %s says so', (_, signals, ended) => {
    expect(outsideTransfersOf(signals, []).map((each) => each.ended)).toEqual([ended]);
  });

  it.each(['said', 'refused'] as const)('are none of what was only %s', (status) => {
    expect(outsideTransfersOf(said([transfer('a'), status], [acceptance, status]), [])).toEqual([]);
  });
});
