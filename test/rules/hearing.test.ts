import { describe, expect, it } from 'vitest';
import { afterHearing, type Hearing, hear } from '#rules/hearing.ts';
import { toInstant, toMillis } from '#rules/instant.ts';
import { type Complaint, type ComplaintStatus, Stage } from '#schemas/complaint.ts';
import type { RefusalCode } from '#schemas/errors.ts';
import type { Instant } from '#schemas/instant.ts';
import type { Said, Speaker } from '#schemas/signal.ts';
import { at, complaintAt, dueAt, lead, number, official, rateUntil, signalOf } from '#test/functions/samples.ts';

const byOfficial: Speaker = { role: 'official', id: official };
const byPetitioner: Speaker = { role: 'petitioner' };
const operator: Speaker = { role: 'operator', id: 'operator-1' };

const said = {
  answer: { kind: 'answer', text: '고쳤습니다' },
  rating: { kind: 'rating', score: 4, comment: '고맙습니다' },
  classification: { kind: 'classification', complaintKind: 'inquiry', topic: 'water', isSimple: true },
  withdrawal: { kind: 'withdrawal', reason: '해결됨' },
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

const speaker = { answer: byOfficial, rating: byPetitioner, classification: operator, withdrawal: byPetitioner };

const hearAt = (stage: Stage, kind: Said['kind']): Hearing =>
  hear(standingAt(stage), said[kind], { at, by: speaker[kind] });

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

describe('what is said', () => {
  const rows = Stage.options.flatMap((stage) =>
    (['answer', 'rating', 'classification', 'withdrawal'] as const).map(
      (kind, column) => [kind, stage, table[stage][column]] as const,
    ),
  );

  it.each(rows)('%s at %s: %s', (kind, stage, expected) => {
    expect(outcome(hearAt(stage, kind))).toBe(expected);
  });

  it.each(rows)('%s at %s changes nothing in place', (kind, stage) => {
    const complaint = standingAt(stage);
    const before = structuredClone(complaint);
    hear(complaint, said[kind], { at, by: speaker[kind] });
    expect(complaint).toEqual(before);
  });
});

describe('an answer', () => {
  const answer = (when: Instant, by: Speaker = byOfficial) =>
    hear(complaintAt('answer'), said.answer, { at: when, by });

  it.each([
    [-1, false],
    [0, false],
    [1, true],
  ])('%i ms from the deadline is late: %s', (millis, isLate) => {
    const when = toInstant(toMillis(dueAt) + millis);
    expect(answer(when)).toEqual({
      outcome: 'applied',
      complaint: complaintAt('respond', { status: 'answered', answeredAt: when, isLate }),
      answer: { round: 1, text: '고쳤습니다', at: when, by: official, isLate },
    });
  });

  it('can be given by the lead of the person named', () => {
    expect(answer(at, { role: 'lead', id: lead })).toMatchObject({ outcome: 'applied', answer: { by: lead } });
  });

  it.each<[Speaker]>([
    [{ role: 'official', id: 'official-water-2' }],
    [{ role: 'lead', id: 'lead-parks' }],
    [operator],
    [byPetitioner],
  ])('by %j is refused: the case is not theirs', (by) => {
    expect(answer(at, by)).toEqual({
      outcome: 'refused',
      code: 'not-yours',
      message: `complaint ${number} is not yours to answer`,
    });
  });

  it('without a deadline is refused, for nobody could say whether it is late', () => {
    const complaint = complaintAt('answer', { deadline: undefined });
    expect(hear(complaint, said.answer, { at, by: byOfficial })).toMatchObject({ code: 'not-assigned' });
  });
});

describe('a rating', () => {
  it.each([
    [-1, 'evaluate'],
    [0, 'rating-window-closed'],
    [1, 'rating-window-closed'],
  ])('%i ms from the end of its window: %s', (millis, expected) => {
    const when = toInstant(toMillis(rateUntil) + millis);
    expect(outcome(hear(standingAt('rating'), said.rating, { at: when, by: byPetitioner }))).toBe(expected);
  });

  it('keeps the score and leads to the evaluation', () => {
    expect(hearAt('rating', 'rating')).toEqual({
      outcome: 'applied',
      complaint: complaintAt('evaluate', { rateUntil, score: 4 }),
    });
  });

  it.each(['close', 'closed'] as const)('of a complaint that was rated is told so at %s too', (stage) => {
    const rated = complaintAt(stage, { status: 'closed', score: 5 });
    expect(hear(rated, said.rating, { at, by: byPetitioner })).toEqual({
      outcome: 'refused',
      code: 'already-rated',
      message: `complaint ${number} has been rated 5`,
    });
  });

  it('is refused as rated rather than late when it is both', () => {
    expect(hear(standingAt('evaluate'), said.rating, { at: rateUntil, by: byPetitioner })).toMatchObject({
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
    [operator, true],
    [{ role: 'lead', id: lead }, true],
    [{ role: 'lead', id: 'lead-parks' }, false],
    [byOfficial, false],
    [byPetitioner, false],
  ])('by %j is taken: %s', (by, isTaken) => {
    expect(hear(standingAt('classification'), said.classification, { at, by })).toMatchObject(
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
    ['rating', 'answer', 'assigned', 'not-answered', 'has no answer to rate yet'],
    ['classification', 'classify', 'received', 'not-assigned', 'is being classified; nobody was asked yet'],
    ['classification', 'answer', 'assigned', 'already-classified', 'is classified'],
    ['withdrawal', 'respond', 'answered', 'already-answered', 'has been answered'],
    ['withdrawal', 'close', 'withdrawn', 'complaint-closed', 'is withdrawn'],
    ['answer', 'closed', 'closed', 'complaint-closed', 'is closed'],
  ])('of %s at %s (%s) says why: %s', (kind, stage, status, code, words) => {
    const complaint = complaintAt(stage, { status, rateUntil });
    expect(hear(complaint, said[kind], { at, by: speaker[kind] })).toEqual({
      outcome: 'refused',
      code,
      message: `complaint ${number} ${words}`,
    });
  });

  it('of a rating after its window names the end of the window', () => {
    expect(hear(standingAt('rating'), said.rating, { at: rateUntil, by: byPetitioner })).toMatchObject({
      message: `complaint ${number} could be rated until ${rateUntil}`,
    });
  });
});

describe('the complaint after what is not heard yet', () => {
  const spoken = (order: number, kind: Said['kind']) => signalOf(order, said[kind], { by: speaker[kind] });

  it('is the complaint itself when nothing is', () => {
    const complaint = complaintAt('answer');
    expect(afterHearing(complaint, [])).toBe(complaint);
  });

  it.each<[Stage, Said['kind'][], Stage]>([
    ['answer', ['answer', 'rating'], 'evaluate'],
    ['answer', ['answer', 'withdrawal'], 'respond'],
    ['answer', ['withdrawal', 'answer'], 'close'],
    ['answer', ['rating', 'answer'], 'respond'],
    ['answer', ['answer', 'answer'], 'respond'],
    ['classification', ['classification', 'withdrawal'], 'close'],
    ['classification', ['classification', 'classification'], 'classified'],
    ['closed', ['answer', 'rating', 'withdrawal'], 'closed'],
  ])('at %s after %j stands at %s', (stage, kinds, expected) => {
    const signals = kinds.map((kind, index) => spoken(index + 1, kind));
    expect(afterHearing(standingAt(stage), signals).stage).toBe(expected);
  });

  it('refuses a second answer, as Hear will when its turn comes', () => {
    const after = afterHearing(complaintAt('answer'), [spoken(1, 'answer')]);
    expect(outcome(hear(after, said.answer, { at, by: byOfficial }))).toBe('already-answered');
  });

  it('judges each by its own instant', () => {
    const late = signalOf(1, said.answer, { by: byOfficial, at: toInstant(toMillis(dueAt) + 1) });
    expect(afterHearing(complaintAt('answer'), [late])).toMatchObject({ isLate: true, answeredAt: late.at });
  });
});
