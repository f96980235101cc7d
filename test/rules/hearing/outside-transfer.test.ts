import { describe, expect, it } from 'vitest';
import { deadlineClock } from '#rules/clock/deadline-clock.ts';
import { returnTold, takenBack } from '#rules/hearing/outside-transfer.ts';
import { type Complaint, Stage } from '#schemas/complaint.ts';
import type { Said, Speaker } from '#schemas/signal.ts';
import { complaintAt, dueAt, lead, number, official } from '#test/functions/samples.ts';
import {
  afterSaying,
  away,
  byCalendar,
  byLead,
  byOfficial,
  byPetitioner,
  byPolice,
  calendar,
  decreedDay,
  say,
  seoul,
  strangers,
  toPolice,
} from './spoken.ts';

const transfer = (termDays = 5, contact: 'sign-in' | 'email' | 'open311' = 'sign-in'): Said => ({
  ...toPolice,
  contact,
  termDays,
});
const acceptance: Said = { kind: 'acceptance', reference: '2026-123' };
const refusal: Said = { kind: 'outside-refusal', reason: '서울시 소관' };

// Received on Monday 23 November at 09:00, seven days: due on Tuesday 1 December at 18:00.
const complaint = complaintAt('answer');
/** Asked on Tuesday at 16:00: five working days end on the next Tuesday at 16:00. */
const askedAt = seoul('2026-11-24 16:00');
const untilAt = seoul('2026-12-01 16:00');
const asked = afterSaying(complaint, transfer(), askedAt);
const ids = ({ rungs }: Complaint): string[] => rungs.map(({ id }) => id);

/** A transfer outside is made by who has the case to answer, and ended by the institution while it waits. */
const outsideTable: Record<Stage, readonly [transfer: string, acceptance: string, refusal: string]> = {
  receive: ['not-assigned', 'not-yours', 'not-yours'],
  classify: ['not-assigned', 'not-yours', 'not-yours'],
  classification: ['not-assigned', 'not-yours', 'not-yours'],
  classified: ['not-assigned', 'not-yours', 'not-yours'],
  assign: ['not-assigned', 'not-yours', 'not-yours'],
  adjudicate: ['in-adjudication', 'not-yours', 'not-yours'],
  adjudication: ['in-adjudication', 'not-yours', 'not-yours'],
  answer: ['acceptance', 'not-yours', 'not-yours'],
  acceptance: ['transfer-pending', 'close', 'answer'],
  respond: ['already-answered', 'not-yours', 'not-yours'],
  rating: ['already-answered', 'not-yours', 'not-yours'],
  evaluate: ['already-answered', 'not-yours', 'not-yours'],
  close: ['complaint-closed', 'complaint-closed', 'complaint-closed'],
  closed: ['complaint-closed', 'complaint-closed', 'complaint-closed'],
};

describe('what is said of a transfer outside', () => {
  const rows = Stage.options.flatMap((stage) =>
    ([transfer(), acceptance, refusal] as const).map(
      (said, column) => [said.kind, stage, outsideTable[stage][column], said] as const,
    ),
  );

  it.each(rows)('%s at %s: %s', (_, stage, expected, said) => {
    const standing = stage === 'acceptance' ? asked : complaintAt(stage);
    const heard = say(standing, said, askedAt, said.kind === 'outside-transfer' ? byOfficial : byPolice);
    expect(heard.outcome === 'applied' ? heard.complaint.stage : heard.code).toBe(expected);
  });
});

describe('a transfer outside', () => {
  it('waits for the institution, and tells nobody but whom it is mailed to', () => {
    expect(say(complaint, transfer(), askedAt)).toMatchObject({
      outcome: 'applied',
      complaint: {
        stage: 'acceptance',
        status: 'assigned',
        outside: { institution: 'seoul-police', contact: 'sign-in', asked: 1, askedAt, untilAt, by: official },
      },
      told: [],
    });
    expect(say(complaint, transfer(5, 'open311'), askedAt)).toMatchObject({ told: [] });
    expect(say(complaint, transfer(5, 'email'), askedAt)).toMatchObject({
      told: [{ step: 'transfer-request', to: { role: 'institution', id: 'seoul-police' } }],
    });
  });

  it('leaves assignment, deadline and ledger as they were, and their clock running', () => {
    expect(asked.assignment).toEqual(complaint.assignment);
    expect(asked.deadline).toEqual(complaint.deadline);
    expect(asked.ledger?.map(({ kind }) => kind)).toEqual(['start']);
    expect(deadlineClock(asked, away(dueAt, 0), calendar)?.state).toBe('running');
    expect(deadlineClock(asked, away(dueAt, 1), calendar)?.state).toBe('passed');
  });

  it('adds the end of the term to the ladder of the deadline, ten seconds after it', () => {
    const { rungs } = afterSaying(
      complaint,
      { kind: 'decreed-holiday', ...decreedDay('2026-12-25', '2026-11-24 09:00') },
      askedAt,
      byCalendar,
    );
    expect(ids(asked)).toEqual([
      ...rungs.map(({ id }) => id).slice(0, 2),
      'acceptance-term-ended',
      ...rungs.map(({ id }) => id).slice(2),
    ]);
    expect(asked.rungs.find(({ id }) => id === 'acceptance-term-ended')).toEqual({
      id: 'acceptance-term-ended',
      step: 'TakeBack',
      at: away(untilAt, 10_000),
    });
  });

  it.each([
    [1, '2026-11-25 16:00'],
    [5, '2026-12-01 16:00'],
    [20, '2026-12-22 16:00'],
  ])('of %i working days ends at %s', (days, until) => {
    expect(afterSaying(complaint, transfer(days), askedAt).outside?.untilAt).toBe(seoul(until));
  });

  it('counts its term by the days off that were known when it was made', () => {
    const known = { ...calendar, decreed: [decreedDay('2026-11-27', '2026-11-24 16:00')] };
    const later = { ...calendar, decreed: [decreedDay('2026-11-27', '2026-11-24 16:00:00.001')] };
    const until = (of: typeof calendar) => afterSaying(complaint, transfer(), askedAt, undefined, of).outside?.untilAt;
    expect(until(known)).toBe(seoul('2026-12-02 16:00'));
    expect(until(later)).toBe(untilAt);
  });

  it('can be made by the lead, and after the deadline: it gives no time back', () => {
    const late = say(complaint, transfer(), away(dueAt, 1), byLead);
    expect(late).toMatchObject({ complaint: { stage: 'acceptance', deadline: { dueAt }, outside: { by: lead } } });
  });

  it('can be made again after it came back, with a term of its own', () => {
    const back = takenBack({ ...asked, rungsDone: ['remind-official-50', 'acceptance-term-ended'] }, calendar);
    const again = afterSaying(back, transfer(1), seoul('2026-12-02 10:00'));
    expect(again).toMatchObject({ outside: { asked: 2, untilAt: seoul('2026-12-03 10:00') } });
    expect(again.rungsDone).toEqual(['remind-official-50']);
    expect(ids(again)).toContain('acceptance-term-ended');
  });

  it.each(strangers)('from %j is refused: the case is not theirs', (by) => {
    expect(say(complaint, transfer(), askedAt, by)).toEqual({
      outcome: 'refused',
      code: 'not-yours',
      message: `complaint ${number} is not yours to transfer`,
    });
  });

  it('is refused while the clock stands: the petitioner is waited for', () => {
    const paused = afterSaying(complaint, { kind: 'supplement-request', text: '주소', termDays: 5 }, askedAt);
    expect(say(paused, transfer(), askedAt)).toEqual({
      outcome: 'refused',
      code: 'clock-paused',
      message: `the clock of complaint ${number} stands since ${askedAt}`,
    });
  });
});

describe('an acceptance', () => {
  it.each([
    ['at once', 0],
    ['at the end of the term', Date.parse(untilAt) - Date.parse(askedAt)],
  ])('%s transfers the case and tells the petitioner', (_, millis) => {
    const at = away(askedAt, millis);
    expect(say(asked, acceptance, at, byPolice)).toMatchObject({
      outcome: 'applied',
      complaint: { stage: 'close', status: 'transferred', outside: { acceptedAt: at, reference: '2026-123' } },
      told: [{ step: 'transfer-outside', to: { role: 'petitioner' } }],
    });
  });

  it('needs nobody who signed in: by mail or machine the institution speaks itself', () => {
    const by: Speaker = { role: 'institution', institution: 'seoul-police' };
    expect(say(asked, acceptance, askedAt, by)).toMatchObject({ outcome: 'applied' });
  });
});

describe('a refusal', () => {
  it('brings the case back as it was, and tells the person named', () => {
    const { outside, rungs, ...before } = complaint;
    const heard = say(asked, refusal, seoul('2026-11-30 10:00'), byPolice);
    expect(heard).toMatchObject({
      outcome: 'applied',
      complaint: { ...before, stage: 'answer', status: 'assigned', deadline: { dueAt } },
      told: [{ step: 'transfer-returned', to: { role: 'official', id: official } }],
    });
    expect(heard.outcome === 'applied' && ids(heard.complaint)).toEqual(
      ids(asked).filter((id) => id !== 'acceptance-term-ended'),
    );
    expect([outside, rungs]).toEqual([undefined, []]);
  });

  it('of a case that nobody is named for tells the lead, and nobody where no lead is', () => {
    const { person: _person, ...assignment } = complaint.assignment ?? {};
    expect(returnTold(complaintAt('acceptance', { assignment }))).toEqual([
      { step: 'transfer-returned', to: { role: 'lead', id: lead } },
    ]);
    expect(returnTold(complaintAt('acceptance', { assignment: undefined }))).toEqual([]);
  });

  it('keeps a decree that came while it waited', () => {
    const day = decreedDay('2026-11-27', '2026-11-25 10:00');
    const { calledOffAt: _, ...decree } = day;
    const known = { ...calendar, decreed: [day] };
    const told = afterSaying(
      asked,
      { kind: 'decreed-holiday', ...decree },
      seoul('2026-11-25 10:00'),
      byCalendar,
      known,
    );
    expect(told).toMatchObject({
      stage: 'acceptance',
      outside: { untilAt },
      deadline: { dueAt: seoul('2026-12-02 18:00') },
    });
    expect(ids(told)).toContain('acceptance-term-ended');
    const back = afterSaying(told, refusal, seoul('2026-11-26 10:00'), byPolice, known);
    expect(back).toMatchObject({ stage: 'answer', deadline: { dueAt: seoul('2026-12-02 18:00') } });
  });
});

describe.each([
  ['acceptance', acceptance, 'accept'],
  ['refusal', refusal, 'refuse'],
] as const)('an institution’s %s is refused', (_, said, verb) => {
  it.each([...strangers.filter((by) => by !== byPolice), { role: 'institution', institution: 'tax-office' } as const])(
    'from %j: it was not asked',
    (by) => {
      expect(say(asked, said, askedAt, by)).toEqual({
        outcome: 'refused',
        code: 'not-yours',
        message: `complaint ${number} is not yours to ${verb}`,
      });
    },
  );

  it('a moment after its term', () => {
    expect(say(asked, said, away(untilAt, 1), byPolice)).toEqual({
      outcome: 'refused',
      code: 'transfer-ended',
      message: `complaint ${number} could be accepted until ${untilAt}`,
    });
  });

  it('once the case is back', () => {
    expect(say(takenBack(asked, calendar), said, askedAt, byPolice)).toEqual({
      outcome: 'refused',
      code: 'transfer-ended',
      message: `complaint ${number} waits for nothing of yours any more`,
    });
  });

  it.each([
    ['withdrawn', { kind: 'withdrawal' } as const, byPetitioner],
    ['transferred', acceptance, byPolice],
  ])('once it is %s', (status, first, by) => {
    expect(say(afterSaying(asked, first, askedAt, by), said, askedAt, byPolice)).toEqual({
      outcome: 'refused',
      code: 'complaint-closed',
      message: `complaint ${number} is ${status}`,
    });
  });
});

describe('while a transfer waits', () => {
  it.each<[string, Said]>([
    ['an answer', { kind: 'answer', text: '고쳤습니다' }],
    ['an extension', { kind: 'extension', period: { unit: 'days', count: 1 }, reason: '조사' }],
    ['a supplement request', { kind: 'supplement-request', text: '주소', termDays: 5 }],
    ['a closure', { kind: 'closure', reason: '-' }],
    ['another transfer', transfer()],
  ])('%s is refused', (_, said) => {
    expect(say(asked, said, askedAt)).toEqual({
      outcome: 'refused',
      code: 'transfer-pending',
      message: `complaint ${number} waits for 서울경찰청 until ${untilAt}`,
    });
  });

  it('a supplement is refused without a word of it', () => {
    expect(say(asked, { kind: 'supplement', text: '-' }, askedAt, byPetitioner)).toEqual({
      outcome: 'refused',
      code: 'nothing-asked',
      message: `complaint ${number} waits for nothing of yours`,
    });
  });
});
