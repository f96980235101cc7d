import type { NoticeStep } from '#schemas/notice.ts';

/**
 * What a notice can name: no personal detail, and of anyone's words only a reason to a petitioner who asked for no protection.
 *
 * A text that names one which the complaint does not have is not sent.
 */
export type NoticeFacts = {
  readonly number: string;
  /** Its name; of a complaint whose petitioner is protected only that there is one. */
  readonly department: string;
  /** Seoul time as people write it, `11/24 18:00`; empty while the clock stands. */
  readonly due: string;
  /** Why it is due then, `법정 7일`. */
  readonly basis: string;
  /** Until when the answer can be rated, `12/08 18:00`; empty for who has no right to. */
  readonly rateBy: string;
  /** Until when a supplement can be given, `12/08 24:00`. */
  readonly until: string;
  /** Why a deadline was put off or the case closed; empty where it is not to be told here. */
  readonly reason: string;
  /** Who took the case outside the city, and its number there; empty before. */
  readonly institution: string;
  readonly reference: string;
  /** Until when the institution that is asked can accept, `12/08 18:00`, where it does so, and by which code; empty in every other notice. */
  readonly acceptBy: string;
  readonly page: string;
  readonly code: string;
};

/** A text for every step, in one language. */
export type Wording = Readonly<Record<NoticeStep, (facts: NoticeFacts) => string>>;
