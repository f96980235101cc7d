import { describe, expect, it } from 'vitest';
import { cityLexicon, classify } from '#rules/classification.ts';
import { termsIn } from '#rules/clock/terms.ts';
import { KindId } from '#schemas/kind.ts';
import { Lexicon } from '#schemas/lexicon.ts';
import { examples } from './examples.ts';
import { learnLexicon, supportOf } from './learn-lexicon.ts';

describe('classifying', () => {
  it.each([
    [
      '학교 앞 불법주차',
      '매일 아침 불법 주차 차량이 서 있습니다. 단속해 주세요.',
      'complaint',
      'illegal-parking',
      true,
    ],
    ['지하철에서 우산을 잃어버렸어요', '분실물은 어디에서 찾나요?', 'inquiry', 'lost-property', true],
    ['뇌물 제보', '담당 공무원이 업체에서 뇌물을 받았습니다. 조사해 주십시오.', 'corruption', 'integrity', false],
    ['Lost bag', 'I lost my bag on the subway. Where can I find it?', 'inquiry', 'lost-property', true],
    ['A bribe', 'An official asked for a bribe. Please investigate.', 'corruption', 'integrity', false],
  ])('%s', (title, text, kind, topic, isSimple) => {
    expect(classify({ title, text })).toMatchObject({ kind, topic, isSimple, isSure: true });
  });

  it('names its evidence by terms of the lexicon, never by the text', () => {
    const { terms } = classify({ title: '가로등 고장', text: '김가온 010-0000-0000 집 앞 가로등이 꺼졌습니다.' });
    const known = new Set(cityLexicon.terms.map(({ term }) => term));
    expect(terms).toContain('가로등');
    expect(terms.every((term) => known.has(term))).toBe(true);
  });

  it('leaves a text without evidence to a person', () => {
    const judged = classify({ title: '그냥', text: '답답합니다' });
    expect(judged).toMatchObject({ topic: 'other', isSure: false, terms: [] });
    expect(judged.confidence).toBeLessThan(0.6);
  });

  it('leaves a text that speaks of two topics alike to a person', () => {
    expect(classify({ title: '소음과 쓰레기', text: '공원도 가로등도' }).isSure).toBe(false);
  });

  it('is not much surer of a text that only has more terms', () => {
    const terms = Array.from({ length: 24 }, (_, index) => ({ term: `term${index}`, kinds: { welfare: 0.3 } }));
    const scales = Object.fromEntries(KindId.options.map((kind) => [kind, 0]));
    const lexicon = Lexicon.parse({ kinds: scales, simple: 0, terms });
    const text = terms.map(({ term }) => term).join(' ');
    expect(classify({ title: 'long', text, lexicon })).toMatchObject({ kind: 'welfare', confidence: 0.612 });
  });

  it('never calls a long text simple', () => {
    const short = { title: '가로등 고장', text: '가로등이 꺼졌습니다. 수리 부탁드립니다.' };
    expect(classify(short).isSimple).toBe(true);
    expect(classify({ ...short, text: short.text.padEnd(500, '.') }).isSimple).toBe(false);
  });
});

describe('a kind the petitioner chose', () => {
  it('stands, and counts as certain', () => {
    const judged = classify({ title: '불법주차', text: '불법주차 단속해 주세요', kind: 'proposal' });
    expect(judged).toMatchObject({ kind: 'proposal', isSimple: false, isSure: true });
  });

  it('stands, but a person looks when the text speaks for a kind that protects its reporter', () => {
    const text = '담당 공무원이 업체에서 뇌물과 금품을 받았습니다. 비리를 조사해 주십시오.';
    const judged = classify({ title: '뇌물', text, kind: 'inquiry' });
    expect(judged).toMatchObject({ kind: 'inquiry', isSure: false });
    expect(judged.confidence).toBeLessThan(0.2);
  });
});

describe('finding terms', () => {
  const found = (text: string, ...terms: string[]) =>
    termsIn(
      text,
      terms.map((term) => ({ term })),
    ).map(({ term }) => term);

  it('looks past spaces in Korean and past case in English', () => {
    expect(found('불법 주차와 Street\nLights!', '불법주차', 'street light')).toEqual(['불법주차', 'street light']);
  });

  it('takes whole English words only', () => {
    expect(found('The taxi is parking.', 'tax', 'park', 'parking')).toEqual(['parking']);
  });

  it('reads letters composed and decomposed alike', () => {
    expect(found('가로등'.normalize('NFD'), '가로등')).toEqual(['가로등']);
  });
});

describe('the lexicon', () => {
  it('has no term that occurs in fewer than three hand-written examples', () => {
    const rare = [...supportOf(cityLexicon.terms, examples)].filter(([, support]) => support < 3);
    expect(rare).toEqual([]);
  });

  it('has each term once', () => {
    const terms = cityLexicon.terms.map(({ term }) => term);
    expect(new Set(terms).size).toBe(terms.length);
  });

  it('is what the examples teach: run `node test/rules/write-lexicon.ts` after changing either', () => {
    expect(learnLexicon(cityLexicon, examples, 3)).toEqual(cityLexicon);
  });

  // Each example is judged by weights learned from the others; the terms were chosen with all in view, so real texts do worse.
  it('keeps what docs/law.md says of it, judged example by example with that one left out', () => {
    const judged = examples.map((example, index) => {
      const lexicon = learnLexicon(cityLexicon, examples.toSpliced(index, 1), 2);
      return { example, said: classify({ title: example.title, text: example.text, lexicon }) };
    });
    const share = (list: readonly boolean[]): number => list.filter(Boolean).length / list.length;
    const sure = judged.filter(({ said }) => said.isSure);
    expect(share(judged.map(({ example, said }) => said.kind === example.kind))).toBeGreaterThan(0.95);
    expect(share(judged.map(({ example, said }) => said.topic === example.topic))).toBeGreaterThan(0.9);
    expect(share(judged.map(({ example, said }) => said.isSimple === example.isSimple))).toBeGreaterThan(0.9);
    expect(share(judged.map(({ said }) => said.isSure))).toBeGreaterThan(0.8);
    expect(share(sure.map(({ example, said }) => said.kind === example.kind))).toBeGreaterThan(0.97);
  });
});
