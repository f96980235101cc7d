import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { NotQuiet, Quiet } from '#local/clock/quiet.ts';
import { realNow } from '#local/clock/real-clock.ts';
import { VirtualClock } from '#local/clock/virtual-clock.ts';
import { Journal } from '#local/journal/journal.ts';

const monday = Date.parse('2026-11-23T00:00:00.000Z');
const HOUR = 3_600_000;

let folder: string;
let quiet: Quiet;
let journal: Journal;
let clock: VirtualClock;

function open(standAt?: number): void {
  quiet = new Quiet();
  journal = new Journal(join(folder, 'journal.sqlite'), quiet);
  clock = new VirtualClock(journal, quiet, standAt);
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'daedap-clock-'));
  open(monday);
});

afterEach(() => {
  clock.stop();
  journal.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('a standing clock', () => {
  test('stays where it is until it is moved', async () => {
    await clock.catchUp();
    expect(clock.now()).toBe(monday);
    await clock.advanceTo(monday + HOUR);
    expect(clock.now()).toBe(monday + HOUR);
  });

  test('fires timers in the order of their instants, those of one instant in order of creation', async () => {
    const fired: string[] = [];
    clock.at(monday + 2 * HOUR, () => fired.push('two'));
    clock.at(monday + HOUR, () => fired.push('one, first'));
    clock.at(monday + HOUR, () => fired.push('one, second'));
    clock.at(monday + 3 * HOUR + 1, () => fired.push('beyond'));
    await clock.catchUp();
    expect(await clock.advanceTo(monday + 3 * HOUR)).toBe(3);
    expect(fired).toEqual(['one, first', 'one, second', 'two']);
  });

  test('shows each timer its own instant, and fires what a timer sets for later within the advance', async () => {
    const seen: number[] = [];
    await clock.catchUp();
    clock.at(monday + HOUR, () => {
      seen.push(clock.now());
      clock.at(clock.now() + 0.5, () => seen.push(clock.now()));
    });
    await clock.advanceTo(monday + 2 * HOUR);
    expect(seen).toEqual([monday + HOUR, monday + HOUR + 1]);
  });

  test('waits at each instant until the cloud is at rest', async () => {
    const order: string[] = [];
    await clock.catchUp();
    clock.at(monday + HOUR, () => {
      const end = quiet.begin('work');
      setImmediate(() =>
        setImmediate(() => {
          order.push('work done');
          end();
        }),
      );
    });
    clock.at(monday + 2 * HOUR, () => order.push('next'));
    await clock.advanceTo(monday + 2 * HOUR);
    expect(order).toEqual(['work done', 'next']);
  });

  test('releases what is due already without being moved', async () => {
    await clock.catchUp();
    await new Promise<void>((fired) => clock.at(monday - HOUR, fired));
    expect(clock.now()).toBe(monday);
  });

  test('does not fire a timer that another one of the same instant cancelled', async () => {
    let fired = false;
    await clock.catchUp();
    clock.at(monday + HOUR, () => clock.cancel(second));
    const second = clock.at(monday + HOUR, () => {
      fired = true;
    });
    await clock.advanceTo(monday + HOUR);
    expect(fired).toBe(false);
    expect(clock.timerCount).toBe(0);
  });

  test('lets requests from outside wait while it is moved', async () => {
    await clock.catchUp();
    const end = quiet.begin('something slow');
    const advance = clock.advanceTo(monday + HOUR);
    let entered: number | undefined;
    const door = clock.door().then(() => {
      entered = clock.now();
    });
    await new Promise<void>((next) => setImmediate(next));
    expect(entered).toBeUndefined();
    end();
    await Promise.all([advance, door]);
    expect(entered).toBe(monday + HOUR);
  });
});

describe('after the process ended', () => {
  test('the clock stands where it stood, and never before', async () => {
    await clock.catchUp();
    await clock.advanceTo(monday + HOUR);
    journal.close();
    open(monday);
    await clock.catchUp();
    expect(clock.now()).toBe(monday + HOUR);
    expect(clock.isRunning).toBe(false);
  });

  test('a running clock goes on with its distance from real time, and first fires what fell due', async () => {
    await clock.catchUp();
    await clock.setRunning(true);
    clock.stop();
    journal.close();
    open();
    let firedAt: number | undefined;
    clock.at(monday + 1, () => {
      firedAt = clock.now();
    });
    const before = realNow();
    while (realNow() === before);
    await clock.catchUp();
    expect(firedAt).toBe(monday + 1);
    expect(clock.now()).toBeGreaterThan(monday);
  });
});

describe('what is refused', () => {
  test('a second advance while one is under way', async () => {
    await clock.catchUp();
    const first = clock.advanceTo(monday + HOUR);
    await expect(clock.advanceTo(monday + HOUR)).rejects.toThrow('another advance of the clock is under way');
    await first;
  });

  test('a timer at no instant', () => {
    expect(() => clock.at(Number.NaN, () => {})).toThrow("a timer's instant must be a number of milliseconds, not NaN");
  });

  test('rest, as long as something is busy: it is named', async () => {
    await journal.settled();
    quiet.begin('a letter');
    quiet.probe('box', () => 'two in the box');
    await expect(quiet.whenQuiet(1)).rejects.toThrow(new NotQuiet(['a letter', 'two in the box']));
  });
});
