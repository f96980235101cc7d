import { clock as minutes, type Told } from '../statistics/basis.ts';

/** Who is judged in a score. */
export const population: Told = {
  ko: '그 달에 답변했거나(기한 전) 기한이 지난 각 민원의 회차, 답변한(또는 맡고 있는) 부서별. 취하·외부 이송·보완 불응 종결 제외; 재질문 회차는 감점만 가능',
  en: 'Each round of a complaint that was answered in the month or, if that came first, fell due in it, by the department that answered or has it. Not those withdrawn, taken by an institution outside, or closed after two requests in vain; a further round can only cost',
};

/** By which clock answers are in time. */
export const clock: Told = minutes;
