import { describe, expect, it } from 'vitest';
import { channelFor, isListed, nextTryAt, withRefusal, withTry } from '#rules/notices/notice-delivery.ts';
import { Instant } from '#schemas/instant.ts';
import type { NoticeChannel, NoticeStep, NoticeTry } from '#schemas/notice.ts';

const both = ['sms', 'email'] as const;
const tried = (sms: number, email = 0): NoticeTry[] => [
  ...(sms === 0 ? [] : [{ channel: 'sms' as const, attempts: sms }]),
  ...(email === 0 ? [] : [{ channel: 'email' as const, attempts: email }]),
];
const plannedAt = Instant.parse('2026-11-23T00:00:00.000Z');

describe('the channel to try next', () => {
  it.each<[readonly NoticeChannel[], NoticeTry[], NoticeChannel | undefined]>([
    [both, [], 'sms'],
    [both, tried(1), 'sms'],
    [both, tried(2), 'email'],
    [both, tried(2, 1), 'email'],
    [both, tried(2, 2), 'sms'],
    [both, tried(3, 2), 'email'],
    [['email', 'sms'], [], 'email'],
    [['sms'], tried(40), 'sms'],
    [both, [{ channel: 'sms', attempts: 1, isFinal: true }], 'email'],
    [['sms'], [{ channel: 'sms', attempts: 1, isFinal: true }], undefined],
    [[], [], undefined],
  ])('of %j after %j is %s', (channels, tries, channel) => {
    expect(channelFor(channels, tries)).toBe(channel);
  });
});

describe('when a refused notice is tried again', () => {
  const next = (tries: NoticeTry[], channels: readonly NoticeChannel[] = ['sms'], at = plannedAt) =>
    nextTryAt({ step: 'reception', plannedAt, tries }, channels, at);

  it.each([
    [1, '00:01:00'],
    [2, '00:02:00'],
    [3, '00:05:00'],
    [4, '00:10:00'],
    [5, '00:15:00'],
    [6, '00:30:00'],
    [7, '01:00:00'],
    [50, '01:00:00'],
  ])('after %i tries is at %s', (attempts, time) => {
    expect(next(tried(attempts))).toBe(`2026-11-23T${time}.000Z`);
  });

  it('is at once by a channel that was not tried yet', () => {
    expect(next(tried(2), both)).toBe(plannedAt);
    expect(next(tried(2, 1), both)).toBe('2026-11-23T00:05:00.000Z');
  });

  it.each<[NoticeStep, string, boolean]>([
    ['result', '2026-11-25T23:00:00.000Z', true],
    ['result', '2026-11-25T23:00:00.001Z', false],
    ['new-case', '2026-11-23T23:00:00.000Z', true],
    ['new-case', '2026-11-23T23:00:00.001Z', false],
  ])('of %s refused at %s is within its term: %s', (step, at, isWithin) => {
    const again = nextTryAt({ step, plannedAt, tries: tried(20) }, ['sms'], Instant.parse(at));
    expect(again !== undefined).toBe(isWithin);
  });

  it('counts the term from when a person had it sent anew', () => {
    const resentAt = Instant.parse('2026-12-01T00:00:00.000Z');
    expect(nextTryAt({ step: 'result', plannedAt, resentAt, tries: tried(1) }, ['sms'], resentAt)).toBeDefined();
  });

  it('is never, where no channel reaches the recipient', () => {
    expect(next([{ channel: 'sms', attempts: 1, isFinal: true }])).toBeUndefined();
  });
});

describe('the tries of a notice', () => {
  it('count each channel for itself, with its last refusal', () => {
    const once = withRefusal(withTry([], 'sms'), 'sms', { failure: 'Throttling', isFinal: false });
    expect(once).toEqual([{ channel: 'sms', attempts: 1, failure: 'Throttling' }]);
    const then = withRefusal(withTry(once, 'sms'), 'sms', { failure: 'OptedOutException', isFinal: true });
    expect(withTry(then, 'email')).toEqual([
      { channel: 'sms', attempts: 2, failure: 'OptedOutException', isFinal: true },
      { channel: 'email', attempts: 1 },
    ]);
  });

  it.each([
    [tried(4), false],
    [tried(5), true],
    [tried(2, 3), true],
    [[], false],
  ])('%j are to be seen by a person: %s', (tries, isSeen) => {
    expect(isListed({ tries })).toBe(isSeen);
  });
});
