/** A sentence in Korean and English. */
export type Told = { readonly ko: string; readonly en: string };

/** By which clock times are counted, told with every number of minutes. */
export const clock: Told = {
  ko: '법정 처리기간의 시계: 평일 09–12시와 13–18시, 시가 정한 휴무일 제외, 보완 기간 중에는 멈춤(별도 표시). 한 민원의 모든 회차를 더함',
  en: 'The clock of the legal period: working days 09–12 and 13–18 without the city’s days off; it stands while the petitioner is asked for a supplement (shown apart). All rounds of a complaint together',
};

/** Who is counted in the statistics. */
export const population = (scope: Told | undefined): Told => ({
  ko: `기간 안에 접수되어 집계된 모든 민원, 접수일(서울) 기준. 처리율의 분모는 답변했거나 기한이 지난 민원이며, 상투 문구뿐인 답변은 미답변으로 셈${scope === undefined ? '' : `. ${scope.ko}`}`,
  en: `All complaints received in the period, by day of receipt in Seoul. Rates are of those answered or past their due instant; an answer of set phrases alone counts as none${scope === undefined ? '' : `. ${scope.en}`}`,
});

/** How published numbers are rounded. */
export const rounding: Told = {
  ko: '달마다(날짜별 표는 날마다) 각 항목을 5 단위로 내림; 5 미만은 0으로 표시하고 가림. 합계는 표시된 항목의 합',
  en: 'Each number is rounded down to a multiple of 5 in each month (by day: each day); under 5 it is suppressed and shown as 0. Totals are sums of what is shown',
};

/** Whose cases an official's exact numbers are of. */
export const ownDepartments = (departments: readonly string[]): Told => ({
  ko: `본인 부서의 민원만: ${departments.join(', ') || '없음'}`,
  en: `Only of one’s own departments: ${departments.join(', ') || 'none'}`,
});
