import { describe, expect, it } from 'vitest';
import { lackOf } from '#rules/score/lack-of.ts';

const words = { title: '가로등 고장', text: '집 앞 가로등이 사흘째 꺼져 있습니다. 고쳐 주세요.' };

describe('an answer says something', () => {
  it.each([
    ['조치하였습니다.', 'short, but it says what was done'],
    ['안녕하세요. 가로등 3번을 11월 24일에 교체했습니다. 감사합니다.', 'greetings around an answer do no harm'],
    [
      '말씀하신 내용을 현장에서 확인하고 조치하였습니다. 불편을 드려 죄송하며, 알려 주셔서 감사합니다.',
      'what was done where',
    ],
    ['We replaced the lamp on 24 November.', 'in English'],
    [
      '해당 도로는 국유지이므로 시가 조치할 수 없습니다. 이의신청은 90일 안에 하실 수 있습니다.',
      'a refusal with reasons',
    ],
  ])('%s', (text, why) => {
    expect(lackOf(text, words), why).toBeUndefined();
  });
});

describe('an answer that says nothing is found:', () => {
  it.each([
    ['', 'too-short'],
    ['네.', 'too-short'],
    ['. . . . . . . . . . .', 'too-short'],
    ['처리 완료', 'too-short'],
    ['민원이 접수되었습니다. 감사합니다.', 'only-set-phrases'],
    ['안녕하십니까. 시정에 관심을 가져 주셔서 감사합니다. 담당 부서에 전달하겠습니다.', 'only-set-phrases'],
    ['귀하의 소중한 의견을 보내 주셔서 진심으로 감사드립니다. 빠른 시일 내에 처리하겠습니다.', 'only-set-phrases'],
    ['검토하겠습니다. 앞으로도 많은 관심 부탁드립니다.', 'only-set-phrases'],
    ['Thank you for your complaint. Your complaint has been received. Kind regards', 'only-set-phrases'],
    ['집 앞 가로등이 사흘째 꺼져 있습니다. 고쳐 주세요!', 'petitioners-words'],
    ['가로등 고장: 집 앞 가로등이 사흘째 꺼져 있습니다. 고쳐 주세요.', 'petitioners-words'],
  ] as const)('%s', (text, lack) => {
    expect(lackOf(text, words)).toBe(lack);
  });

  it('five letters are too few, six are enough', () => {
    expect(lackOf('가로등교체', words)).toBe('too-short');
    expect(lackOf('가로등교체함', words)).toBeUndefined();
  });
});
