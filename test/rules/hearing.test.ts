import { describe, expect, it } from 'vitest';
import type { Hearing } from '#rules/hearing/outcome.ts';
import { afterHearing, hear } from '#rules/hearing.ts';
import type { ComplaintStatus, Stage } from '#schemas/complaint.ts';
import type { RefusalCode } from '#schemas/errors.ts';
import type { Instant } from '#schemas/instant.ts';
import type { Said, Speaker } from '#schemas/signal.ts';
import { at, complaintAt, dueAt, lead, number, official, rateUntil, signalOf } from '#test/functions/samples.ts';
import { said, speaker, standingAt } from './hearing/every-kind.ts';
import { away, byCalendar, byOfficial, byOperator, byPetitioner, calendar, strangers } from './hearing/spoken.ts';

const hearAt = (stage: Stage, kind: Said['kind']): Hearing =>
  hear(standingAt(stage), said[kind], { at, by: speaker[kind], signal: 1, calendar });

const outcome = (hearing: Hearing): string => (hearing.outcome === 'applied' ? hearing.complaint.stage : hearing.code);

describe('an answer', () => {
  const answer = (when: Instant, by: Speaker = byOfficial) =>
    hear(complaintAt('answer'), said.answer, { at: when, by, signal: 1, calendar });

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
    const asked = hear(complaintAt('answer'), said['supplement-request'], {
      at: dueAt,
      by: byOfficial,
      signal: 1,
      calendar,
    });
    const paused = asked.outcome === 'applied' ? asked.complaint : undefined;
    const when = away(dueAt, 30 * 86_400_000);
    const heard = paused && hear(paused, said.answer, { at: when, by: byOfficial, signal: 1, calendar });
    expect(heard).toMatchObject({
      complaint: { stage: 'respond', status: 'answered', isLate: false, pausedAt: dueAt },
      answer: { isLate: false },
    });
  });

  it('without a deadline is refused, for nobody could say whether it is late', () => {
    const complaint = complaintAt('answer', { deadline: undefined });
    expect(hear(complaint, said.answer, { at, by: byOfficial, signal: 1, calendar })).toMatchObject({
      code: 'not-assigned',
    });
  });
});

describe('a rating', () => {
  it.each([
    [-1, 'evaluate'],
    [0, 'rating-window-closed'],
    [1, 'rating-window-closed'],
  ])('%i ms from the end of its window: %s', (millis, expected) => {
    const when = away(rateUntil, millis);
    expect(outcome(hear(standingAt('rating'), said.rating, { at: when, by: byPetitioner, signal: 1, calendar }))).toBe(
      expected,
    );
  });

  it('keeps the score and leads to the evaluation', () => {
    expect(hearAt('rating', 'rating')).toEqual({
      outcome: 'applied',
      complaint: complaintAt('evaluate', { answeredAt: at, rateUntil, score: 4, ratedAt: at }),
    });
  });

  it.each(['close', 'closed'] as const)('of a complaint that was rated is told so at %s too', (stage) => {
    const rated = complaintAt(stage, { status: 'closed', score: 5 });
    expect(hear(rated, said.rating, { at, by: byPetitioner, signal: 1, calendar })).toEqual({
      outcome: 'refused',
      code: 'already-rated',
      message: `complaint ${number} has been rated 5`,
    });
  });

  it('is refused as rated rather than late when it is both', () => {
    expect(
      hear(standingAt('evaluate'), said.rating, { at: rateUntil, by: byPetitioner, signal: 1, calendar }),
    ).toMatchObject({
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
    expect(hear(standingAt('classification'), said.classification, { at, by, signal: 1, calendar })).toMatchObject(
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
    ['supplement', 'classified', 'received', 'not-assigned', 'is not assigned yet'],
    ['closure', 'respond', 'answered', 'already-answered', 'has been answered'],
    ['decreed-holiday', 'rating', 'answered', 'already-answered', 'has been answered'],
    ['supplement', 'close', 'closed', 'complaint-closed', 'is closed'],
    ['rating', 'answer', 'assigned', 'not-answered', 'has no answer to rate yet'],
    ['classification', 'classify', 'received', 'not-assigned', 'is being classified; nobody was asked yet'],
    ['classification', 'classified', 'received', 'already-classified', 'is classified'],
    ['withdrawal', 'respond', 'answered', 'already-answered', 'has been answered'],
    ['withdrawal', 'close', 'withdrawn', 'complaint-closed', 'is withdrawn'],
    ['answer', 'closed', 'closed', 'complaint-closed', 'is closed'],
    ['acceptance', 'closed', 'transferred', 'complaint-closed', 'is transferred'],
  ])('of %s at %s (%s) says why: %s', (kind, stage, status, code, words) => {
    const complaint = complaintAt(stage, { status, rateUntil });
    expect(hear(complaint, said[kind], { at, by: speaker[kind], signal: 1, calendar })).toEqual({
      outcome: 'refused',
      code,
      message: `complaint ${number} ${words}`,
    });
  });

  it('of a rating after its window names the end of the window', () => {
    expect(
      hear(standingAt('rating'), said.rating, { at: rateUntil, by: byPetitioner, signal: 1, calendar }),
    ).toMatchObject({
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
    ['answer', ['outside-transfer', 'acceptance', 'withdrawal'], 'close'],
    ['answer', ['outside-transfer', 'answer', 'outside-refusal', 'answer'], 'respond'],
    ['classification', ['classification', 'withdrawal'], 'close'],
    ['classification', ['classification', 'classification'], 'classified'],
    ['closed', ['answer', 'rating', 'withdrawal'], 'closed'],
  ])('at %s after %j stands at %s', (stage, kinds, expected) => {
    const signals = kinds.map((kind, index) => spoken(index + 1, kind));
    expect(afterHearing(standingAt(stage), signals, calendar).stage).toBe(expected);
  });

  it('refuses a second answer, as Hear will when its turn comes', () => {
    const after = afterHearing(complaintAt('answer'), [spoken(1, 'answer')], calendar);
    expect(outcome(hear(after, said.answer, { at, by: byOfficial, signal: 1, calendar }))).toBe('already-answered');
  });

  it('judges each by its own instant', () => {
    const late = signalOf(1, said.answer, { by: byOfficial, at: away(dueAt, 1) });
    expect(afterHearing(complaintAt('answer'), [late], calendar)).toMatchObject({ isLate: true, answeredAt: late.at });
  });
});
