import { expect, test } from 'vitest';
import { TimerQueue } from '#local/clock/timer-queue.ts';

const idle = (): void => {};

test('timers come out by instant, those of one instant in the order in which they were set', () => {
  const queue = new TimerQueue();
  const due = [30, 10, 20, 10, 30].map((dueAt) => queue.add(dueAt, idle));
  expect(queue.takeDue(20)).toEqual([due[1], due[3], due[2]]);
  expect(queue.nextDueAt()).toBe(30);
});

test('cancelled timers are let go of once they are more than half of the queue', () => {
  const queue = new TimerQueue();
  const timers = Array.from({ length: 10_000 }, (_, index) => queue.add(1 + ((index * 7919) % 10_000), idle));
  for (const [index, timer] of timers.entries()) if (index % 10 !== 0) queue.cancel(timer);
  expect(queue.size).toBe(1_000);
  expect(queue.held).toBeLessThanOrEqual(2_000);
  const left = queue.takeDue(10_000).map(({ dueAt }) => dueAt);
  expect(left).toEqual(left.toSorted((a, b) => a - b));
  expect(left).toHaveLength(1_000);
});
