import { describe, expect, it } from 'vitest';
import type { Hearing } from '#rules/hearing/outcome.ts';
import { afterHearing, hear, movesDeadline } from '#rules/hearing.ts';
import { type Complaint, type ComplaintStatus, Stage } from '#schemas/complaint.ts';
import type { RefusalCode } from '#schemas/errors.ts';
import { type Instant, SeoulDate } from '#schemas/instant.ts';
import type { Said, Speaker } from '#schemas/signal.ts';
import { at, complaintAt, dueAt, lead, number, official, rateUntil, signalOf } from '#test/functions/samples.ts';
import { away, byCalendar, byOfficial, byOperator, byPetitioner, calendar, strangers } from './hearing/spoken.ts';

const on = SeoulDate.parse('2026-11-27');
const said = {
  answer: { kind: 'answer', text: '고쳤습니다' },
  rating: { kind: 'rating', score: 4, comment: '고맙습니다' },
  classification: { kind: 'classification', complaintKind: 'inquiry', topic: 'water', isSimple: true },
  withdrawal: { kind: 'withdrawal', reason: '해결됨' },
  extension: { kind: 'extension', period: { unit: 'days', count: 7 }, reason: '현장 조사' },
  'supplement-request': { kind: 'supplement-request', text: '주소를 알려 주세요', termDays: 10 },
  supplement: { kind: 'supplement', text: '강남대로 396' },
  closure: { kind: 'closure', reason: '보완되지 않음' },
  'decreed-holiday': { kind: 'decreed-holiday', on, name: '임시공휴일', source: '국무회의', knownAt: at },
  'called-off-holiday': { kind: 'called-off-holiday', on },
} as const satisfies Record<Said['kind'], Said>;

/** The complaint as it truly stands at a stage: with a rating before it is evaluated, with a window once it is answered. */
function standingAt(stage: Stage): Complaint {
  if (stage === 'classification') {
    const { person: _person, ...assignment } = complaintAt('answer').assignment ?? {};
    return complaintAt(stage, { assignment });
  }
  if (stage === 'rating') return complaintAt(stage, { rateUntil });
  if (stage === 'evaluate') return complaintAt(stage, { rateUntil, score: 5 });
  return complaintAt(stage);
}

const speaker: Record<Said['kind'], Speaker> = {
  answer: byOfficial,
  rating: byPetitioner,
  classification: byOperator,
  withdrawal: byPetitioner,
  extension: byOfficial,
  'supplement-request': byOfficial,
  supplement: byPetitioner,
  closure: byOfficial,
  'decreed-holiday': byCalendar,
  'called-off-holiday': byCalendar,
};

const hearAt = (stage: Stage, kind: Said['kind']): Hearing =>
  hear(standingAt(stage), said[kind], { at, by: speaker[kind], calendar });

const outcome = (hearing: Hearing): string => (hearing.outcome === 'applied' ? hearing.complaint.stage : hearing.code);

/** For each stage: what becomes of answer, rating, classification and withdrawal; the stage it leads to, or the refusal. */
const table: Record<Stage, readonly [string, string, string, string]> = {
  receive: ['not-assigned', 'not-answered', 'not-assigned', 'close'],
  classify: ['not-assigned', 'not-answered', 'not-assigned', 'close'],
  classification: ['not-assigned', 'not-answered', 'classified', 'close'],
  classified: ['not-assigned', 'not-answered', 'already-classified', 'close'],
  assign: ['not-assigned', 'not-answered', 'already-classified', 'close'],
  answer: ['respond', 'not-answered', 'already-classified', 'close'],
  respond: ['already-answered', 'evaluate', 'already-classified', 'already-answered'],
  rating: ['already-answered', 'evaluate', 'already-classified', 'already-answered'],
  evaluate: ['already-answered', 'already-rated', 'already-classified', 'already-answered'],
  close: ['complaint-closed', 'complaint-closed', 'complaint-closed', 'complaint-closed'],
  closed: ['complaint-closed', 'complaint-closed', 'complaint-closed', 'complaint-closed'],
};

/** What moves a deadline is heard while somebody has the case to answer; each of it has a test file of its own. */
const deadlineTable: Record<Stage, readonly [official: string, supplement: string, closure: string, decree: string]> = {
  receive: ['not-assigned', 'not-assigned', 'not-assigned', 'receive'],
  classify: ['not-assigned', 'not-assigned', 'not-assigned', 'classify'],
  classification: ['not-assigned', 'not-assigned', 'not-assigned', 'classification'],
  classified: ['not-assigned', 'not-assigned', 'not-assigned', 'classified'],
  assign: ['not-assigned', 'not-assigned', 'not-assigned', 'assign'],
  answer: ['answer', 'nothing-asked', 'closure-too-early', 'answer'],
  respond: ['already-answered', 'already-answered', 'already-answered', 'already-answered'],
  rating: ['already-answered', 'already-answered', 'already-answered', 'already-answered'],
  evaluate: ['already-answered', 'already-answered', 'already-answered', 'already-answered'],
  close: ['complaint-closed', 'complaint-closed', 'complaint-closed', 'complaint-closed'],
  closed: ['complaint-closed', 'complaint-closed', 'complaint-closed', 'complaint-closed'],
};

describe('what is said', () => {
  const rows = Stage.options.flatMap((stage) => [
    ...(['answer', 'rating', 'classification', 'withdrawal'] as const).map(
      (kind, column) => [kind, stage, table[stage][column]] as const,
    ),
    ...(['extension', 'supplement', 'closure', 'decreed-holiday'] as const).map(
      (kind, column) => [kind, stage, deadlineTable[stage][column]] as const,
    ),
    ['supplement-request', stage, deadlineTable[stage][0]] as const,
    ['called-off-holiday', stage, stage === 'answer' ? 'already-counted' : deadlineTable[stage][3]] as const,
  ]);

  it.each(rows)('%s at %s: %s', (kind, stage, expected) => {
    expect(outcome(hearAt(stage, kind))).toBe(expected);
  });

  it.each(rows)('%s at %s changes nothing in place', (kind, stage) => {
    const complaint = standingAt(stage);
    const before = structuredClone(complaint);
    hear(complaint, said[kind], { at, by: speaker[kind], calendar });
    expect(complaint).toEqual(before);
  });

  it.each(Object.values(said))('$kind needs the calendar only if it can move the deadline', (each) => {
    const still: readonly string[] = ['answer', 'rating', 'classification', 'withdrawal', 'closure'];
    expect(movesDeadline(each)).toBe(!still.includes(each.kind));
  });
});

describe('an answer', () => {
  const answer = (when: Instant, by: Speaker = byOfficial) =>
    hear(complaintAt('answer'), said.answer, { at: when, by, calendar });

  it.each([
    [-1, false],
    [0, false],
    [1, true],
  ])('%i ms from the deadline is late: %s', (millis, isLate) => {
    const when = away(dueAt, millis);
    expect(answer(when)).toEqual({
      outcome: 'applied',
      complaint: complaintAt('respond', { status: 'answered', answeredAt: when, isLate }),
      answer: { round: 1, text: '고쳤습니다', at: when, by: official, isLate },
    });
  });

  it('can be given by the lead of the person named', () => {
    expect(answer(at, { role: 'lead', id: lead })).toMatchObject({ outcome: 'applied', answer: { by: lead } });
  });

  it.each(strangers)('by %j is refused: the case is not theirs', (by) => {
    expect(answer(at, by)).toEqual({
      outcome: 'refused',
      code: 'not-yours',
      message: `complaint ${number} is not yours to answer`,
    });
  });

  it('while the clock stands is in time, whenever it comes', () => {
    const asked = hear(complaintAt('answer'), said['supplement-request'], { at: dueAt, by: byOfficial, calendar });
    const paused = asked.outcome === 'applied' ? asked.complaint : undefined;
    const when = away(dueAt, 30 * 86_400_000);
    const heard = paused && hear(paused, said.answer, { at: when, by: byOfficial, calendar });
    expect(heard).toMatchObject({
      complaint: { stage: 'respond', status: 'answered', isLate: false, pausedAt: dueAt },
      answer: { isLate: false },
    });
  });

  it('without a deadline is refused, for nobody could say whether it is late', () => {
    const complaint = complaintAt('answer', { deadline: undefined });
    expect(hear(complaint, said.answer, { at, by: byOfficial, calendar })).toMatchObject({ code: 'not-assigned' });
  });
});

describe('a rating', () => {
  it.each([
    [-1, 'evaluate'],
    [0, 'rating-window-closed'],
    [1, 'rating-window-closed'],
  ])('%i ms from the end of its window: %s', (millis, expected) => {
    const when = away(rateUntil, millis);
    expect(outcome(hear(standingAt('rating'), said.rating, { at: when, by: byPetitioner, calendar }))).toBe(expected);
  });

  it('keeps the score and leads to the evaluation', () => {
    expect(hearAt('rating', 'rating')).toEqual({
      outcome: 'applied',
      complaint: complaintAt('evaluate', { rateUntil, score: 4 }),
    });
  });

  it.each(['close', 'closed'] as const)('of a complaint that was rated is told so at %s too', (stage) => {
    const rated = complaintAt(stage, { status: 'closed', score: 5 });
    expect(hear(rated, said.rating, { at, by: byPetitioner, calendar })).toEqual({
      outcome: 'refused',
      code: 'already-rated',
      message: `complaint ${number} has been rated 5`,
    });
  });

  it('is refused as rated rather than late when it is both', () => {
    expect(hear(standingAt('evaluate'), said.rating, { at: rateUntil, by: byPetitioner, calendar })).toMatchObject({
      code: 'already-rated',
    });
  });
});

describe('a classification', () => {
  it('is what a person says, with certainty and without terms', () => {
    expect(hearAt('classification', 'classification')).toMatchObject({
      complaint: {
        stage: 'classified',
        classification: { kind: 'inquiry', topic: 'water', isSimple: true, confidence: 1, isSure: true, terms: [] },
      },
    });
  });

  it.each<[Speaker, boolean]>([
    [byOperator, true],
    [{ role: 'lead', id: lead }, true],
    [{ role: 'lead', id: 'lead-parks' }, false],
    [byOfficial, false],
    [byPetitioner, false],
    [byCalendar, false],
  ])('by %j is taken: %s', (by, isTaken) => {
    expect(hear(standingAt('classification'), said.classification, { at, by, calendar })).toMatchObject(
      isTaken
        ? { outcome: 'applied' }
        : { outcome: 'refused', code: 'not-yours', message: `complaint ${number} is not yours to classify` },
    );
  });
});

describe('a refusal', () => {
  it.each<[Said['kind'], Stage, ComplaintStatus, RefusalCode, string]>([
    ['answer', 'receive', 'received', 'not-assigned', 'is not assigned yet'],
    ['answer', 'rating', 'answered', 'already-answered', 'has been answered'],
    ['extension', 'classified', 'received', 'not-assigned', 'is not assigned yet'],
    ['supplement', 'assign', 'received', 'not-assigned', 'is not assigned yet'],
    ['closure', 'respond', 'answered', 'already-answered', 'has been answered'],
    ['decreed-holiday', 'rating', 'answered', 'already-answered', 'has been answered'],
    ['supplement', 'close', 'closed', 'complaint-closed', 'is closed'],
    ['rating', 'answer', 'assigned', 'not-answered', 'has no answer to rate yet'],
    ['classification', 'classify', 'received', 'not-assigned', 'is being classified; nobody was asked yet'],
    ['classification', 'answer', 'assigned', 'already-classified', 'is classified'],
    ['withdrawal', 'respond', 'answered', 'already-answered', 'has been answered'],
    ['withdrawal', 'close', 'withdrawn', 'complaint-closed', 'is withdrawn'],
    ['answer', 'closed', 'closed', 'complaint-closed', 'is closed'],
  ])('of %s at %s (%s) says why: %s', (kind, stage, status, code, words) => {
    const complaint = complaintAt(stage, { status, rateUntil });
    expect(hear(complaint, said[kind], { at, by: speaker[kind], calendar })).toEqual({
      outcome: 'refused',
      code,
      message: `complaint ${number} ${words}`,
    });
  });

  it('of a rating after its window names the end of the window', () => {
    expect(hear(standingAt('rating'), said.rating, { at: rateUntil, by: byPetitioner, calendar })).toMatchObject({
      message: `complaint ${number} could be rated until ${rateUntil}`,
    });
  });
});

describe('the complaint after what is not heard yet', () => {
  const spoken = (order: number, kind: Said['kind']) => signalOf(order, said[kind], { by: speaker[kind] });

  it('is the complaint itself when nothing is', () => {
    const complaint = complaintAt('answer');
    expect(afterHearing(complaint, [], calendar)).toBe(complaint);
  });

  it.each<[Stage, Said['kind'][], Stage]>([
    ['answer', ['answer', 'rating'], 'evaluate'],
    ['answer', ['answer', 'withdrawal'], 'respond'],
    ['answer', ['withdrawal', 'answer'], 'close'],
    ['answer', ['rating', 'answer'], 'respond'],
    ['answer', ['answer', 'answer'], 'respond'],
    ['answer', ['supplement-request', 'supplement', 'answer'], 'respond'],
    ['answer', ['supplement-request', 'withdrawal'], 'close'],
    ['answer', ['answer', 'extension'], 'respond'],
    ['classification', ['classification', 'withdrawal'], 'close'],
    ['classification', ['classification', 'classification'], 'classified'],
    ['closed', ['answer', 'rating', 'withdrawal'], 'closed'],
  ])('at %s after %j stands at %s', (stage, kinds, expected) => {
    const signals = kinds.map((kind, index) => spoken(index + 1, kind));
    expect(afterHearing(standingAt(stage), signals, calendar).stage).toBe(expected);
  });

  it('refuses a second answer, as Hear will when its turn comes', () => {
    const after = afterHearing(complaintAt('answer'), [spoken(1, 'answer')], calendar);
    expect(outcome(hear(after, said.answer, { at, by: byOfficial, calendar }))).toBe('already-answered');
  });

  it('judges each by its own instant', () => {
    const late = signalOf(1, said.answer, { by: byOfficial, at: away(dueAt, 1) });
    expect(afterHearing(complaintAt('answer'), [late], calendar)).toMatchObject({ isLate: true, answeredAt: late.at });
  });
});
