import { describe, expect, test } from 'vitest';
import { Agenda } from '../../demo/play/agenda.ts';
import { inWaves } from '../../demo/play/intake.ts';
import { nextSitting, seoulTime, sittings } from '../../demo/play/seoul-time.ts';
import { scoreOf, type Temper, temperOf } from '../../demo/play/temper.ts';

const at = (instant: string): number => Date.parse(`${instant}:00+09:00`);

/** What happens in a story, in order; of an answer after a rung, the rung. */
const wayOf = (temper: Temper): string => temper.map((turn) => (turn.by === 'rung' ? turn.rung : turn.what)).join(', ');

describe('the stories', () => {
  test('all happen among the first twelve filings', () => {
    const ways = Array.from({ length: 12 }, (_, index) => wayOf(temperOf(index)));
    expect(new Set(ways)).toEqual(
      new Set([
        ...['', 'answer', 'withdrawal', 'extension, answer', 'supplement-request, supplement, answer'],
        'supplement-request, supplement, extension, answer',
        ...['escalate-to-lead', 'escalate-to-director', 'escalate-to-audit-office'],
      ]),
    );
  });

  test('are mostly good ones in a long file', () => {
    const ways = Array.from({ length: 400 }, (_, index) => wayOf(temperOf(index)));
    const isInTime = (way: string): boolean => way.endsWith('answer');
    expect(ways.filter(isInTime)).toHaveLength(320);
    expect(ways).toContain('supplement-request, supplement-request, supplement, answer');
    expect(new Set(Array.from({ length: 24 }, (_, index) => scoreOf(index)))).toEqual(
      new Set([1, 2, 3, 4, 5, undefined]),
    );
  });

  test('begin over the first day, every row once and in order', () => {
    const rows = Array.from({ length: 13 }, (_, index) => ({
      row: index + 2,
      index,
      filing: { channel: 'web', title: 'a', text: 'b' } as const,
    }));
    const waves = inWaves(rows, at('2026-11-23T09:00'));
    expect(waves.map((wave) => seoulTime(wave.at).slice(11))).toEqual(['09:00', '12:00', '17:30', '19:00']);
    expect(waves.flatMap((wave) => wave.rows)).toEqual(rows);
    expect(inWaves(rows.slice(0, 1), 0)).toHaveLength(1);
  });
});

describe('the sittings', () => {
  test('lie on working days between the two instants', () => {
    const found = sittings(at('2026-11-27T15:00'), at('2026-11-30T15:00')).map(seoulTime);
    expect(found).toEqual(['2026-11-27 17:00', '2026-11-27 19:00', '2026-11-30 10:00']);
  });

  test('go on after a weekend', () => {
    expect(seoulTime(nextSitting(at('2026-11-27T19:00')))).toBe('2026-11-30 10:00');
    expect(seoulTime(nextSitting(at('2026-11-23T09:59')))).toBe('2026-11-23 10:00');
  });
});

describe('the agenda', () => {
  test('gives the earliest instant with all that is to be done then', () => {
    const agenda = new Agenda<string>();
    agenda.add(2, 'b');
    agenda.add(1, 'a');
    agenda.add(2, 'c');
    expect([agenda.next(), agenda.next(), agenda.next()]).toEqual([
      { at: 1, acts: ['a'] },
      { at: 2, acts: ['b', 'c'] },
      undefined,
    ]);
  });
});
