import { describe, expect, it } from 'vitest';
import {
  comparable,
  findableWords,
  findingAfter,
  findingOf,
  firstFinding,
  keptLine,
  SEARCHED_CHARACTERS,
} from '#rules/finding.ts';
import { complaintAt, dueAt, number } from '#test/functions/samples.ts';

const words = { title: '가로등 고장', text: '밤에 어둡습니다. 연락처 010-1234-5678', location: '강남대로 396' };
const classification = {
  kind: 'complaint',
  topic: 'street-light',
  isSimple: false,
  isSure: true,
  confidence: 1,
  terms: [],
} as const;
const report = { identity: 'protected' };

describe('words as the search compares them', () => {
  it.each([
    ['불법 주차', '불법주차'],
    ['불법주차!', '불법주차'],
    ['ＡＢＣ １２３', 'abc123'],
    ['Broken street-light', 'brokenstreetlight'],
    ['  \t\n.,=', ''],
  ])('%s becomes %s', (text, compared) => {
    expect(comparable(text)).toBe(compared);
  });

  it('are composed syllables, however they were typed', () => {
    expect(comparable('가로등'.normalize('NFD'))).toBe('가로등');
  });

  it('are those of title, place and text, and the end of one does not run into the next', () => {
    expect(findableWords(words)).toBe('가로등고장|강남대로396|밤에어둡습니다연락처01012345678');
  });

  it.each([SEARCHED_CHARACTERS - 1, SEARCHED_CHARACTERS, SEARCHED_CHARACTERS + 1])('of %i characters', (length) => {
    const found = findableWords({ title: '제목', text: '가'.repeat(length) })
      .split('|')
      .at(-1);
    expect(found).toHaveLength(Math.min(length, SEARCHED_CHARACTERS));
  });
});

describe('how a complaint is found', () => {
  it('from its filing on by its words, and in no department’s queue', () => {
    const filed = complaintAt('receive', { assignment: undefined, deadline: undefined, status: 'received' });
    expect(firstFinding(filed, words)).toEqual({
      department: undefined,
      receivedAt: filed.receivedAt,
      queue: undefined,
      line: keptLine(filed),
      words: findableWords(words),
    });
  });

  it('with a department in its queue, as long as something is due', () => {
    expect(findingOf(complaintAt('answer'))).toMatchObject({
      department: 'water',
      queue: { handler: 'department#water', dueAt },
    });
    expect(findingOf(complaintAt('rating', { status: 'answered' }))).toMatchObject({
      department: 'water',
      queue: undefined,
    });
  });

  it('in a pause says when its term ends and when its deadline was', () => {
    const pausedAt = '2026-11-24T00:00:00.000Z';
    const untilAt = '2026-12-08T09:00:00.000Z';
    const paused = complaintAt('answer', { pausedAt, supplement: { asked: 1, untilAt } });
    expect(keptLine(paused)).toMatchObject({ dueAt: untilAt, deadlineAt: dueAt, pausedAt, basis: 'statutory' });
  });

  it('says nothing of the petitioner and nothing of the words', () => {
    expect(Object.keys(keptLine(complaintAt('answer'))).toSorted()).toEqual(
      ['basis', 'channel', 'department', 'dueAt', 'number', 'receivedAt', 'stage', 'status'].toSorted(),
    );
    expect(keptLine(complaintAt('answer')).number).toBe(number);
  });
});

describe('a report', () => {
  it.each([{ identity: 'protected' }, { identity: 'anonymous' }, { kindChosen: 'corruption' }])(
    '(%o) is found by nobody before anyone knows whom it names',
    (more) => {
      for (const stage of ['receive', 'classify'] as const) {
        expect(firstFinding(complaintAt(stage, { ...more, assignment: undefined }), words)).toBeUndefined();
      }
    },
  );

  it('is found afterwards, but never by its words', () => {
    const before = complaintAt('classify', report);
    const after = complaintAt('classified', { ...report, classification });
    const found = findingAfter(before, after, undefined);
    expect(found?.line.number).toBe(number);
    expect(found?.words).toBeUndefined();
    expect(findingAfter(after, after, words)).toBeUndefined();
  });

  it('loses its words in the change that makes it one', () => {
    const before = complaintAt('answer', { classification });
    const byIdentity = complaintAt('answer', { classification, identity: 'protected' });
    const byKind = complaintAt('answer', { classification: { ...classification, kind: 'corruption' } });
    expect(findingAfter(before, byIdentity, undefined)?.words).toBe('removed');
    expect(findingAfter(before, byKind, undefined)?.words).toBe('removed');
    expect(findingAfter(before, byIdentity, words)?.words).toBe('removed');
  });

  it('names in its line those to whom it is not shown', () => {
    const named = { people: ['official-water-1'], departments: ['water'] };
    expect(keptLine(complaintAt('answer', { ...report, named })).barred).toEqual(named);
    expect(keptLine(complaintAt('answer', { named })).barred).toBeUndefined();
  });
});

describe('a change', () => {
  const before = complaintAt('answer');

  it('of a stage that the machine leaves in a moment is none', () => {
    const stages = ['receive', 'classify', 'rating', 'respond', 'evaluate', 'close'] as const;
    const found = stages.map((stage) => findingOf(complaintAt(stage, { status: 'answered' }))?.line.stage);
    expect(found).toEqual(['receive', 'receive', 'rating', 'rating', 'rating', 'rating']);
    expect(findingAfter(complaintAt('respond'), complaintAt('rating'), undefined)).toBeUndefined();
    expect(findingAfter(complaintAt('answer'), complaintAt('respond'), undefined)).toBeDefined();
  });

  it('that nobody finds anything by is none', () => {
    expect(findingAfter(before, { ...before, rungsDone: ['escalate-to-lead'] }, undefined)).toBeUndefined();
  });

  it('of status, department or due instant is one, and leaves the words as they are', () => {
    const after = complaintAt('rating', { status: 'answered' });
    expect(findingAfter(before, after, undefined)).toEqual(findingOf(after));
  });

  it('of the words alone is one', () => {
    expect(findingAfter(before, before, words)?.words).toBe(findableWords(words));
  });
});
