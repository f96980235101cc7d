import type { Instant } from '#schemas/instant.ts';
import type { Notice, NoticeChannel, NoticeTry } from '#schemas/notice.ts';
import { toInstant, toMillis } from '../clock/instant.ts';
import table from '../tables/notice-delivery.json' with { type: 'json' };
import { termMillis } from './notice-policy.ts';

type Tries = readonly NoticeTry[];

const tryOn = (tries: Tries, channel: NoticeChannel): NoticeTry | undefined =>
  tries.find((one) => one.channel === channel);

/** How many sends were begun, on all channels together. */
export const triesIn = ({ tries = [] }: Pick<Notice, 'tries'>): number =>
  tries.reduce((sum, { attempts }) => sum + attempts, 0);

/** Whether a notice was tried in vain so often that a person should see it, though it is still tried. */
export const isListed = (notice: Pick<Notice, 'tries'>): boolean => triesIn(notice) >= table.listedAfterTries;

/**
 * The channel to try next: the first that was not tried often enough; once all were, the one tried least.
 *
 * @param channels  those the recipient has, their first choice first
 * @returns nothing when each of them is known not to reach the recipient
 */
export const channelFor = (channels: readonly NoticeChannel[], tries: Tries): NoticeChannel | undefined => {
  const open = channels.filter((channel) => tryOn(tries, channel)?.isFinal !== true);
  const attempts = (channel: NoticeChannel): number => tryOn(tries, channel)?.attempts ?? 0;
  const fresh = open.find((channel) => attempts(channel) < table.triesBeforeNextChannel);
  return fresh ?? open.toSorted((one, other) => attempts(one) - attempts(other))[0];
};

/** The tries with one more begun on a channel. */
export const withTry = (tries: Tries, channel: NoticeChannel): NoticeTry[] => {
  const before = tryOn(tries, channel);
  const begun: NoticeTry = { ...before, channel, attempts: (before?.attempts ?? 0) + 1 };
  return before === undefined ? [...tries, begun] : tries.map((one) => (one === before ? begun : one));
};

/** The tries with a refusal on a channel: `isFinal` where nothing will ever reach the recipient that way. */
export const withRefusal = (
  tries: Tries,
  channel: NoticeChannel,
  { failure, isFinal }: { readonly failure: string; readonly isFinal: boolean },
): NoticeTry[] =>
  tries.map((one) => (one.channel === channel ? { ...one, failure, ...(isFinal ? { isFinal: true } : {}) } : one));

/**
 * When to try again after a refusal; nothing when that is over.
 *
 * ```
 * sms ──60 s─► sms ► email ──300 s─► email ──600 s─► sms ──900 s─► email … until 24 hours (statutory: 72) have passed
 * ```
 * A channel that was not tried yet is tried at once. Each further try waits longer, as rules/tables/notice-delivery.json says.
 *
 * @param notice    with the refusal among its tries
 * @param channels  those the recipient has, their first choice first
 * @param refusedAt when
 */
export const nextTryAt = (
  notice: Pick<Notice, 'step' | 'plannedAt' | 'resentAt' | 'tries'>,
  channels: readonly NoticeChannel[],
  refusedAt: Instant,
): Instant | undefined => {
  const { tries = [], plannedAt, resentAt = plannedAt } = notice;
  const next = channelFor(channels, tries);
  if (next === undefined) return undefined;
  if (tryOn(tries, next) === undefined) return refusedAt;
  const seconds = table.backOffSeconds;
  const wait = seconds[Math.min(triesIn(notice), seconds.length) - 1] ?? 0;
  const nextAt = toMillis(refusedAt) + wait * 1000;
  return nextAt > toMillis(resentAt) + termMillis(notice) ? undefined : toInstant(nextAt);
};
