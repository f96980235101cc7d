import { describe, expect, it } from 'vitest';
import { caseFact } from '#rules/statistics/case-fact.ts';
import { countingOf } from '#rules/statistics/counting.ts';
import { ratesOf } from '#rules/statistics/rates.ts';
import { isKeptFrom, scopeOf } from '#rules/statistics/scope.ts';
import { Person } from '#schemas/person.ts';
import { complaintAt } from '#test/functions/samples.ts';

const start = { kind: 'start', at: '2026-11-23T00:00:00.000Z', basis: 'statutory', period: { unit: 'days', count: 7 } };
const hand = { department: 'water', person: 'official-water-1', reason: 'topic', at: '2026-11-23T00:00:00.000Z' };
const classification = { kind: 'complaint', topic: 'water', isSimple: false, confidence: 1, isSure: true, terms: [] };
const held = { ledger: [start], hands: [hand], classification, district: 'gangnam', ward: '역삼1동' };
/** 23 November 2026 is a Monday; 01:00Z is 10:00 in Seoul, an hour of working time after the receipt. */
const anHourLater = '2026-11-23T01:00:00.000Z';

describe('a complaint is counted', () => {
  it('by the day of its receipt in Seoul: 08:59 there is the day before in UTC', () => {
    const { cell } = caseFact(complaintAt('answer', { ...held, receivedAt: '2026-11-22T23:59:00.000Z' }));
    expect(cell).toEqual({
      day: '2026-11-23',
      district: 'gangnam',
      ward: '역삼1동',
      field: 'water',
      department: 'water',
      channel: 'web',
      kind: 'complaint',
    });
    expect(caseFact(complaintAt('answer', { ...held, receivedAt: '2026-11-22T14:59:59.999Z' })).cell.day).toBe(
      '2026-11-22',
    );
    expect(caseFact(complaintAt('answer', { ...held, receivedAt: '2026-11-22T15:00:00.000Z' })).cell.day).toBe(
      '2026-11-23',
    );
  });

  it('without department, field or kind before it is assigned, and under its last one on its way', () => {
    const before = caseFact(complaintAt('classified', { classification, assignment: undefined }));
    expect(before.cell).toMatchObject({
      department: 'none',
      field: 'none',
      kind: 'none',
      district: 'none',
      ward: 'none',
    });
    const onItsWay = caseFact(complaintAt('assign', { ...held, assignment: undefined }));
    expect(onItsWay.cell).toMatchObject({ department: 'water', field: 'water', kind: 'complaint' });
  });

  it.each([
    ['open', 'answer', {}, { open: 1 }],
    [
      'overdue from the rung at its due instant on',
      'answer',
      { rungsDone: ['escalate-to-lead'] },
      { open: 1, overdue: 1 },
    ],
    ['withdrawn', 'closed', { status: 'withdrawn' }, { withdrawn: 1 }],
    ['transferred', 'closed', { status: 'transferred' }, { transferred: 1 }],
    ['ended without an answer', 'closed', { status: 'closed' }, { ended: 1 }],
    [
      'answered in time, with the working minutes that took',
      'rating',
      { answeredAt: anHourLater, isLate: false },
      { answered: 1, onTime: 1, workingMinutes: 60 },
    ],
    [
      'answered late',
      'rating',
      { answeredAt: '2026-12-02T00:00:00.000Z', isLate: true },
      { answered: 1, late: 1, workingMinutes: 7 * 480 },
    ],
    [
      'not answered, when the answer says nothing',
      'rating',
      { answeredAt: anHourLater, isLate: false, lacks: 'only-set-phrases' },
      { hollow: 1 },
    ],
    [
      'once, with its last rating, however often it was asked again; late, if any round was',
      'close',
      {
        answeredAt: anHourLater,
        isLate: false,
        score: 5,
        round: 2,
        pastRounds: [
          { round: 1, receivedAt: hand.at, dueAt: hand.at, answeredAt: anHourLater, isLate: true, score: 1 },
        ],
      },
      { answered: 1, late: 1, askedAgain: 1, ratings: 1, stars: 5, workingMinutes: 60 },
    ],
    [
      'with the working time in which its clock stood apart from that in which it ran',
      'rating',
      {
        answeredAt: '2026-11-23T05:00:00.000Z',
        isLate: false,
        // 09:00 received, 10:00 asked, 13:30 given, 14:00 answered; 12:00 to 13:00 is nobody's.
        ledger: [start, { kind: 'pause', at: anHourLater }, { kind: 'resume', at: '2026-11-23T04:30:00.000Z' }],
      },
      { answered: 1, onTime: 1, workingMinutes: 90, paused: 1, pausedMinutes: 150 },
    ],
  ] as const)('as %s', (_, stage, changes, measures) => {
    expect(caseFact(complaintAt(stage, { ...held, ...changes })).measures).toEqual({ received: 1, ...measures });
  });

  it('as instant, when nobody but the central desk had it', () => {
    const desk = { hands: [{ ...hand, department: 'central-desk' }], answeredAt: anHourLater, isLate: false };
    expect(caseFact(complaintAt('rating', { ...held, ...desk })).measures.instant).toBe(1);
    const passed = { ...desk, hands: [...desk.hands, hand] };
    expect(caseFact(complaintAt('rating', { ...held, ...passed })).measures.instant).toBeUndefined();
  });
});

describe('its round is counted', () => {
  const round = (changes: object) => caseFact(complaintAt('rating', { ...held, ...changes })).round;

  it.each([
    ['in the month of its answer', { answeredAt: anHourLater }, '2026-11'],
    [
      'in the month it was due, if that came first',
      { answeredAt: '2027-01-05T00:00:00.000Z', isLate: true },
      '2026-12',
    ],
    ['in the month it is due, while nobody has answered', { answeredAt: undefined }, '2026-12'],
    [
      'in the month that ends with the day at whose end it is due',
      { deadline: { ...complaintAt('answer').deadline, dueAt: '2026-11-30T15:00:00.000Z' } },
      '2026-11',
    ],
  ] as const)('%s', (_, changes, month) => {
    expect(round(changes)).toMatchObject({ department: 'water', month, round: 1, person: 'official-water-1' });
  });

  it('not when the city owes no answer, or nobody has to give one yet', () => {
    expect(round({ stage: 'closed', status: 'withdrawn' })).toBeUndefined();
    expect(round({ stage: 'closed', status: 'transferred' })).toBeUndefined();
    expect(round({ stage: 'closed', status: 'closed' })).toBeUndefined();
    expect(caseFact(complaintAt('classification', { classification })).round).toBeUndefined();
  });

  it('as overturned, when the adjudicating desk gave it back to who had passed it on', () => {
    const hands = [
      hand,
      { ...hand, department: 'parks' },
      { ...hand, department: 'central-desk', reason: 'adjudication' },
    ];
    const decided = (department: string) => round({ hands: [...hands, { ...hand, department, reason: 'decision' }] });
    expect(decided('water')).toMatchObject({ overturned: true });
    expect(decided('tax')).not.toHaveProperty('overturned');
  });
});

describe('a change', () => {
  const before = caseFact(complaintAt('answer', held));

  it('that counts nothing else moves nothing, whatever the order of its members', () => {
    const same = JSON.parse(JSON.stringify({ round: before.round, measures: before.measures, cell: before.cell }));
    expect(countingOf(same, before)).toBeUndefined();
  });

  it('of the department takes the complaint out of one cell and puts it into another', () => {
    const after = caseFact(
      complaintAt('answer', { ...held, assignment: { ...complaintAt('answer').assignment, department: 'parks' } }),
    );
    expect(countingOf(before, after)).toEqual({
      fact: after,
      wasBarring: false,
      moves: [
        { cell: before.cell, add: { received: -1, open: -1 } },
        { cell: after.cell, add: { received: 1, open: 1 } },
      ],
      rounds: { removed: before.round, kept: after.round },
    });
  });

  it('of the answer adds to its cell alone, and its round moves to the month of the answer', () => {
    const after = caseFact(complaintAt('rating', { ...held, answeredAt: anHourLater, isLate: false }));
    expect(countingOf(before, after)).toMatchObject({
      moves: [{ cell: before.cell, add: { open: -1, answered: 1, onTime: 1, workingMinutes: 60 } }],
      rounds: { removed: { month: '2026-12' }, kept: { month: '2026-11', answeredAt: anHourLater } },
    });
  });

  it('that takes the city’s duty to answer takes the round away, but not one that was answered', () => {
    const withdrawn = caseFact(complaintAt('closed', { ...held, status: 'withdrawn' }));
    expect(countingOf(before, withdrawn)?.rounds).toEqual({ removed: before.round });
    const answered = caseFact(complaintAt('rating', { ...held, answeredAt: anHourLater }));
    expect(countingOf(answered, withdrawn)?.rounds).toEqual({});
  });
});

describe('the rates of a row', () => {
  it('have the silent and the hollow in their divisor', () => {
    expect(ratesOf({ onTime: 8, late: 1, overdue: 1, hollow: 2 })).toEqual({ onTimeRate: 0.6667 });
    expect(ratesOf({ answered: 3, onTime: 3, workingMinutes: 100, ratings: 3, stars: 13 })).toEqual({
      onTimeRate: 1,
      meanWorkingMinutes: 33,
      meanStars: 4.33,
    });
    expect(ratesOf({ paused: 2, pausedMinutes: 301 })).toEqual({ meanPausedMinutes: 151 });
    expect(ratesOf({})).toEqual({});
  });
});

describe('exact numbers', () => {
  const departments = [
    { id: 'water', leadId: 'lead-water', directorId: 'director-1' },
    { id: 'parks', leadId: 'lead-parks', directorId: 'director-1' },
  ];
  const person = (id: string, groups: string[], department?: string) =>
    Person.parse({ id, name: '누구', groups, ...(department === undefined ? {} : { department }) });

  it.each([
    [person('official-water-1', ['official'], 'water'), ['water']],
    [person('lead-parks', ['official', 'lead']), ['parks']],
    [person('director-1', ['director']), ['parks', 'water']],
    [person('operator-1', ['operator'], 'central-desk'), 'all'],
    [person('auditor-1', ['auditor']), 'all'],
    [person('newcomer', ['official']), []],
  ])('are of one’s own departments, or of all for operators and auditors', (who, scope) => {
    expect(scopeOf(who, departments)).toEqual(scope);
  });

  it('leave out a report that names who asks, or somebody of their department', () => {
    const report = { named: { people: ['official-water-1'], departments: ['water'] }, identity: 'protected' };
    const fact = caseFact(complaintAt('answer', { ...held, ...report }));
    expect(isKeptFrom(fact, person('official-water-2', ['official'], 'water'))).toBe(true);
    expect(isKeptFrom(fact, person('official-parks-1', ['official'], 'parks'))).toBe(false);
    expect(isKeptFrom(fact, person('auditor-1', ['auditor'], 'water'))).toBe(false);
    const open = caseFact(complaintAt('answer', { ...held, named: report.named }));
    expect(open).not.toHaveProperty('barred');
  });
});
