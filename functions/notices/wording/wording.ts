import type { NoticeStep } from '#schemas/notice.ts';

/** What a notice can name: no personal detail and nobody's words, so that a phone lying open tells nothing. */
export type NoticeFacts = {
  readonly number: string;
  readonly department: string;
  /** Seoul time as people write it, `11/24 18:00`; empty before the deadline is known. */
  readonly due: string;
  /** Until when the answer can be rated, `12/08 18:00`; empty before the answer. */
  readonly rateBy: string;
};

/** A text for every step, in one language. */
export type Wording = Readonly<Record<NoticeStep, (facts: NoticeFacts) => string>>;
