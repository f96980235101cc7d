import { describe, expect, it } from 'vitest';
import {
  caseOf,
  complaintKey,
  digestKey,
  noticesOf,
  openShard,
  openShards,
  sortKey,
} from '#functions/aws/complaint-items.ts';
import { complaintNumber } from '#rules/complaint-number.ts';
import { SeoulDate } from '#schemas/instant.ts';
import {
  at,
  complaintAt,
  deskWith,
  itemsOf,
  lead,
  noticeOf,
  number,
  official,
  pk,
  signalOf,
} from '#test/functions/samples.ts';

const complaint = complaintAt('answer');
const desk = deskWith({ work: 'relay', since: at });
const items = itemsOf(complaint, desk);

describe('the keys of a complaint', () => {
  it('are one partition', () => {
    expect(complaintKey(number)).toBe(pk);
  });

  it('sort what is counted in the order of its numbers', () => {
    expect([
      sortKey.answer(1),
      sortKey.audit(7, false),
      sortKey.audit(7, true),
      sortKey.ledger(70),
      sortKey.notice(71),
      sortKey.signal(12),
      sortKey.signal(100_000),
    ]).toEqual([
      'answer#1',
      'audit#000007',
      'audit#000007#app',
      'ledger#000070',
      'notice#000071',
      'signal#000012',
      'signal#100000',
    ]);
  });
});

describe('the part of the open complaints to which one belongs', () => {
  it('is always the same', () => {
    expect(openShard(number)).toBe('open-5');
  });

  it('is one of eight, all of much the same size', () => {
    const sizes = new Map<string, number>();
    for (let serial = 0; serial < 8_000; serial += 1) {
      const shard = openShard(complaintNumber({ receivedOn: SeoulDate.parse('2026-11-23'), serial }));
      sizes.set(shard, (sizes.get(shard) ?? 0) + 1);
    }
    expect([...sizes.keys()].toSorted()).toEqual(Array.from({ length: openShards }, (_, shard) => `open-${shard}`));
    expect(Math.max(...sizes.values())).toBeLessThan(1_500);
  });
});

describe('the digest of a recipient', () => {
  it.each([
    [{ role: 'official', id: official }, `digest#${official}`],
    [{ role: 'lead', id: lead }, `digest#${lead}`],
    [{ role: 'audit-office' }, 'digest#audit-office'],
  ] as const)('%j is %s', (to, key) => {
    expect(digestKey(to)).toBe(key);
  });
});

describe('the notices among the items', () => {
  it('are in the order they were planned, whatever stands between them', () => {
    const found = noticesOf([
      { pk, sk: 'notice#000031', notice: noticeOf(31) },
      ...items,
      { pk, sk: 'notice#000020', notice: noticeOf(20) },
    ]);
    expect(found).toEqual([noticeOf(20), noticeOf(31)]);
  });
});

describe('the items of a complaint', () => {
  it('are a case, without keys and indexes', () => {
    const found = caseOf(items);
    expect(found).toEqual({
      complaint,
      changedBy: 3,
      desk,
      words: { title: '누수', text: '물이 샙니다' },
      earlierWords: [],
      petitioner: { name: '김하나', phone: '+821012345678', notifyBy: ['sms'] },
      access: { salt: 'c2FsdA==', hash: 'aGFzaA==', wrong: 0 },
      need: undefined,
      signals: [],
      answers: [],
      attachments: [],
      ledger: [],
      notices: [],
      audit: [],
    });
  });

  it('that are many stand in order, notices in the order they were planned', () => {
    const withdrawal = signalOf(1, { kind: 'withdrawal' });
    const rating = signalOf(2, { kind: 'rating', score: 5 });
    const found = caseOf([
      ...items,
      { pk, sk: 'signal#000001', signal: withdrawal },
      { pk, sk: 'signal#000002', signal: rating },
      { pk, sk: 'notice#b', notice: noticeOf(20) },
      { pk, sk: 'notice#a', notice: noticeOf(31, { step: 'assignment' }) },
      { pk, sk: 'notice#c', notice: noticeOf(30, { step: 'result' }) },
      { pk, sk: 'wait', token: 'token-1' },
    ]);
    expect(found?.signals).toEqual([withdrawal, rating]);
    expect(found?.notices.map(({ order }) => order)).toEqual([20, 30, 31]);
  });

  it('tell what it needs a person for', () => {
    const need = { number, since: at, execution: `${number}-1`, state: 'Assign', error: 'CityRecordMissing' };
    expect(caseOf([...items, { pk, sk: 'need', need, work: 'needs-a-person', since: at }])?.need).toEqual(need);
  });

  it.each(['access', 'complaint', 'desk', 'words'])('without its %s are no case', (missing) => {
    expect(caseOf(items.filter(({ sk }) => sk !== missing))).toBeUndefined();
  });

  it('are a case without a petitioner, too: who is protected lives apart', () => {
    const found = caseOf(items.filter(({ sk }) => sk !== 'petitioner'));
    expect(found).toMatchObject({ complaint, petitioner: undefined });
  });

  it('that break their schema are refused, not passed on', () => {
    const broken = items.map((item) => (item.sk === 'desk' ? { ...item, said: 'one' } : item));
    expect(() => caseOf(broken)).toThrow('said');
  });
});
