import { seoulTime } from '#rules/clock/seoul-time.ts';
import type { Instant } from '#schemas/instant.ts';
import type { Notice } from '#schemas/notice.ts';

/** One rung in a digest: of which complaint, and when it should have been told. */
export type DigestLine = { readonly number: string; readonly step: Notice['step']; readonly missedAt: Instant };

const names: Readonly<Partial<Record<Notice['step'], string>>> = {
  'remind-official-25': '처리기간 25% 경과',
  'remind-official-50': '처리기간 50% 경과',
  'remind-official-80': '처리기간 80% 경과',
  'remind-official-16h': '오늘 처리 민원(16시)',
  'remind-official-18h': '오늘 처리 민원(18시)',
  'escalate-to-lead': '처리기한 경과',
  'escalate-to-director': '처리기한 1일 경과',
  'escalate-to-audit-office': '처리기한 3일 경과',
  'supplement-term-1-ended': '1차 보완 기한 경과',
  'supplement-term-2-ended': '2차 보완 기한 경과',
  'adjudication-ended': '소관 조정 기한 경과',
};

/** The heading of a digest, within one SMS: where no mail can be sent it is all that is said. */
export const digestHeading = (lines: readonly DigestLine[]): string =>
  `[대답] 제때 알리지 못한 알림 ${lines.length}건. 민원 목록을 확인해 주세요.`;

/** A digest in full: every rung that was missed, in order. */
export const digestText = (lines: readonly DigestLine[]): string =>
  [
    digestHeading(lines),
    '',
    ...lines.map(({ number, step, missedAt }) => `${seoulTime(missedAt)}  ${number}  ${names[step] ?? step}`),
  ].join('\n');
