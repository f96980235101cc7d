import type { NoticeStep } from '#schemas/notice.ts';
import type { RungId } from '#schemas/rung.ts';

/** How a complaint ended, or that it did not. What stands in the operator's queue needs a person, whatever else it is. */
export const outcomes = ['answered in time', 'answered late', 'open', 'needs a person', 'withdrawn'] as const;
export type Outcome = (typeof outcomes)[number];

/** What was climbed of a ladder, in the order of urgency. */
export const rungIds = [
  'remind-official-25',
  'remind-official-50',
  'remind-official-80',
  'remind-official-16h',
  'remind-official-18h',
  'escalate-to-lead',
  'escalate-to-director',
  'escalate-to-audit-office',
  'supplement-term-1-ended',
  'supplement-term-2-ended',
  'adjudication-ended',
  'tell-progress',
  'acceptance-term-ended',
] as const satisfies readonly RungId[];

/** What moves a deadline after its start, as the report names it. */
export const moves = ['paused', 'extended', 'moved by a decree'] as const;
/** How often each happened to a complaint; a decree that came during a pause, or touched nothing, moved nothing. */
export type MoveCounts = Readonly<Record<(typeof moves)[number], number>>;

/**
 * Notices of a complaint by what became of them. `sent`: accepted as SMS or e-mail, one message each; `published`: accepted by
 * the audit office's topic, one message for each who subscribes; `unreachable`: there was no address; `unsettled`: anything else.
 */
export type NoticeCounts = Readonly<Record<'sent' | 'published' | 'unreachable' | 'unsettled', number>>;

/** What one source knows of one complaint of this run. */
export type Fact = {
  readonly number: string;
  readonly outcome: Outcome;
  readonly district: string;
  readonly rungs: readonly RungId[];
  readonly moves: MoveCounts;
  readonly score: number | undefined;
  readonly notices: NoticeCounts;
};

/** The parts of a notice by which it is counted. */
export type CountedNotice = {
  readonly step: NoticeStep;
  readonly status: string;
  readonly channel?: string | undefined;
};

/** What became of a complaint's notices. */
export function countNotices(notices: readonly CountedNotice[]): NoticeCounts {
  const sortOf = ({ status, channel }: CountedNotice): keyof NoticeCounts => {
    if (status === 'accepted') return channel === 'topic' ? 'published' : 'sent';
    return status === 'unreachable' ? 'unreachable' : 'unsettled';
  };
  const of = (sort: keyof NoticeCounts): number => notices.filter((notice) => sortOf(notice) === sort).length;
  return { sent: of('sent'), published: of('published'), unreachable: of('unreachable'), unsettled: of('unsettled') };
}
