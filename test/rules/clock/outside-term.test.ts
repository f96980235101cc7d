import { expect, it } from 'vitest';
import { acceptanceDays, acceptanceDaysAtMost, takeBackRungs } from '#rules/clock/outside-term.ts';
import { TransferBody } from '#schemas/api/official.ts';
import { complaintAt, outside } from '#test/functions/samples.ts';

it('the term to accept is five working days, at most twenty', () => {
  const isTaken = (termDays: number): boolean =>
    TransferBody.safeParse({ institution: 'seoul-police', reason: '-', termDays }).success;
  expect([acceptanceDays, acceptanceDaysAtMost]).toEqual([5, 20]);
  expect([0, 1, acceptanceDaysAtMost, acceptanceDaysAtMost + 1].map(isTaken)).toEqual([false, true, true, false]);
});

it('a case is taken back only while it waits', () => {
  expect(takeBackRungs(complaintAt('acceptance', { outside }))).toHaveLength(1);
  expect(takeBackRungs(complaintAt('answer', { outside }))).toEqual([]);
  expect(takeBackRungs(complaintAt('acceptance'))).toEqual([]);
});
