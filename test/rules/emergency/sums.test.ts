import { describe, expect, it } from 'vitest';
import { gathered, listsOf } from '#rules/emergency/audience.ts';
import { costOf, dryRunOf } from '#rules/emergency/dry-run.ts';
import { letterIn } from '#rules/emergency/message-text.ts';
import { againAt, batchOverAt, paceOf, paceSentence, sendingMinutes } from '#rules/emergency/sending-pace.ts';
import { defaultSettings } from '#rules/emergency/settings.ts';
import { instantAt, messageWith, personOf } from './samples.ts';

describe('the words of a message', () => {
  const ko = { what: '침수', where: '강남역', action: '대피하세요' };
  const en = { what: 'Flood', where: 'Gangnam', action: 'Leave' };
  const content = {
    purpose: 'emergency',
    severity: 'critical',
    isDrill: true,
    districts: ['gangnam'],
    texts: { ko, en },
  };
  const message = (kind: 'first' | 'correction' | 'all-clear', changes: object = {}) =>
    messageWith({ kind, content: { ...content, ...changes } as never });

  it.each([
    ['ko', 'first', {}, '[훈련][위급] 침수. 강남역. 대피하세요'],
    ['en', 'first', {}, '[DRILL][CRITICAL] Flood. Gangnam. Leave'],
    ['vi', 'first', {}, '[훈련][위급] 침수. 강남역. 대피하세요'],
    ['en', 'correction', {}, '[DRILL][CORRECTION][CRITICAL] Flood. Gangnam. Leave'],
    ['ko', 'all-clear', { isDrill: false, severity: 'advisory' }, '[상황종료][안전안내] 침수. 강남역. 대피하세요'],
    ['ko', 'first', { isDrill: false, severity: 'urgent' }, '[긴급] 침수. 강남역. 대피하세요'],
  ] as const)('in %s, %s, %o', (language, kind, changes, text) => {
    expect(letterIn(message(kind, changes), language).text).toBe(text);
  });

  it('of a newsletter say that it is one, and carry no sign of an emergency', () => {
    const news = {
      purpose: 'newsletter',
      topic: 'traffic',
      texts: { ko: { title: '버스', text: '새 노선' } },
    } as const;
    expect(letterIn({ kind: 'first', content: news }, 'en')).toEqual({
      subject: '(정책소식) 버스',
      text: '(정책소식) 버스\n새 노선',
    });
  });
});

describe('the pace', () => {
  it.each([
    [20, 5, { batchSize: 100, lanes: 1, batchSeconds: 5 }],
    [1, 5, { batchSize: 5, lanes: 1, batchSeconds: 5 }],
    [21, 5, { batchSize: 52, lanes: 2, batchSeconds: 5 }],
    [1000, 5, { batchSize: 100, lanes: 50, batchSeconds: 5 }],
  ])('of %i a second in batches of %i seconds never passes the rate', (ratePerSecond, batchSeconds, pace) => {
    expect(paceOf({ ...defaultSettings, ratePerSecond, batchSeconds })).toEqual(pace);
    expect((pace.batchSize * pace.lanes) / pace.batchSeconds).toBeLessThanOrEqual(ratePerSecond);
  });

  it('of 20 a second takes 83 minutes for 100,000 people, and says so', () => {
    expect(Math.floor(sendingMinutes(100_000, 20))).toBe(83);
    expect(paceSentence(100_000, 20)).toBe(
      '초당 20건으로 100,000명에게 83분이 걸립니다. At 20 a second 100,000 people take 83 minutes.',
    );
    expect(paceSentence(10, 20)).toContain('less than a minute');
    expect(paceSentence(1_200, 20)).toContain('1 minute.');
  });

  it.each([
    [1, 5],
    [2, 5],
    [3, 10],
    [6, 20],
    [8, 40],
    [10, 60],
    [12, 60],
  ])('rests longer each time a provider refuses: after %i calls %i seconds', (attempt, seconds) => {
    expect(againAt(instantAt(0), attempt, defaultSettings)).toBe(instantAt(seconds));
  });

  it('lets the next batch begin when this one’s share is used up', () => {
    expect(batchOverAt(instantAt(3), defaultSettings)).toBe(instantAt(8));
  });
});

describe('an audience', () => {
  const line = (id: number, changes: object = {}) =>
    ({ id: personOf(id), channel: 'sms', language: 'ko', emergency: true, ...changes }) as never;

  it('has each person once, under the first district that names them, and passes by who opted out', () => {
    const { content } = messageWith();
    expect(listsOf(content)).toEqual(['district#gangnam', 'district#seocho']);
    const found = gathered(content, [
      { list: 'district#gangnam', lines: [line(2), line(1), line(4, { emergency: false })] },
      { list: 'district#seocho', lines: [line(1), line(3, { channel: 'email', language: 'en' })] },
    ]);
    expect(found).toEqual({
      ids: [personOf(1), personOf(2), personOf(3)],
      counts: [
        { district: 'gangnam', channel: 'sms', language: 'ko', count: 2 },
        { district: 'seocho', channel: 'email', language: 'en', count: 1 },
      ],
      optedOut: 1,
    });
  });

  it('of news is its topic’s list, whatever its people think of emergencies', () => {
    const news = {
      purpose: 'newsletter',
      topic: 'traffic',
      texts: { ko: { title: '버스', text: '새 노선' } },
    } as const;
    expect(listsOf(news)).toEqual(['topic#traffic']);
    const found = gathered(news, [{ list: 'topic#traffic', lines: [line(1, { emergency: false })] }]);
    expect(found).toMatchObject({ ids: [personOf(1)], counts: [{ district: 'all', count: 1 }], optedOut: 0 });
  });
});

describe('a dry run', () => {
  const counts = [
    { district: 'gangnam', channel: 'sms', language: 'ko', count: 100 },
    { district: 'gangnam', channel: 'email', language: 'ko', count: 10 },
  ] as const;
  const settings = { ...defaultSettings, smsPartUsd: 0.04, mailUsd: 0.0001 };
  const run = (changes: Partial<typeof settings>, spent = { smsParts: 0, mailsToday: 0, costUsd: 0 }) =>
    dryRunOf(
      messageWith(),
      { counts, optedOut: 3, hash: 'a' },
      { at: instantAt(0), settings: { ...settings, ...changes }, spent },
    );

  it('counts people, parts, price and minutes', () => {
    expect(costOf(messageWith(), counts, settings)).toEqual({ smsParts: 100, mails: 10, costUsd: 4.001 });
    expect(run({})).toMatchObject({
      total: 110,
      optedOut: 3,
      smsParts: 100,
      costUsd: 4.001,
      minutes: 0.1,
      exceeds: [],
    });
  });

  it.each([
    ['as much as is left', { smsQuotaPerMonth: 100, mailQuotaPerDay: 10, spendingLimitUsdPerMonth: 4.001 }, []],
    ['one part too many', { smsQuotaPerMonth: 99 }, ['sms-quota']],
    ['one mail too many', { mailQuotaPerDay: 9 }, ['mail-quota']],
    ['a tenth of a cent too much', { spendingLimitUsdPerMonth: 4 }, ['spending-limit']],
  ])('says what it runs against: %s', (_what, changes, exceeds) => {
    expect(run(changes).exceeds).toEqual(exceeds);
  });

  it('counts in what other messages have used', () => {
    const spent = { smsParts: 950, mailsToday: 95, costUsd: 97 };
    const tight = { smsQuotaPerMonth: 1000, mailQuotaPerDay: 100, spendingLimitUsdPerMonth: 100 };
    expect(run(tight, spent).exceeds).toEqual(['sms-quota', 'mail-quota', 'spending-limit']);
  });
});
