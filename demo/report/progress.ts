import { MultiBar, type SingleBar } from 'cli-progress';
import type { Millis } from '../city/clock.ts';
import { seoulTime } from '../play/seoul-time.ts';
import type { Watcher } from '../play/watcher.ts';

/** Shows on standard error how far the demo is, and stops showing. */
export type Progress = Watcher & {
  /** From now on the sums are read: so many complaints. */
  reads(complaints: number): void;
  /** One complaint has been read. */
  hasRead(): void;
  stop(): void;
};

type Counted = Parameters<Watcher['counts']>[0];

const DAY_MS = 86_400_000;

/** Bars on a terminal, plain lines anywhere else. */
export const progress = (): Progress => (process.stderr.isTTY ? new Bars() : new Lines());

const none: Readonly<Record<Counted, number>> = {
  filed: 0,
  asked: 0,
  extended: 0,
  answered: 0,
  rated: 0,
  withdrawn: 0,
};

const format = ' {name} {bar} {value}/{total} {note}';

class Bars implements Progress {
  readonly #bars = new MultiBar({
    format,
    barsize: 32,
    hideCursor: true,
    gracefulExit: true,
    fps: 8,
    barCompleteChar: '█',
    barIncompleteChar: '░',
  });
  readonly #counts: Record<Counted, number> = { ...none };
  #isStopped = false;
  #start = 0;
  #decreed = '';
  #filed: SingleBar | undefined;
  #days: SingleBar | undefined;
  #read: SingleBar | undefined;

  begins(start: Millis, rows: number): void {
    this.#start = start;
    this.#filed = this.#bars.create(rows, 0, { name: 'filed   ', note: '' });
    this.#days = this.#bars.create(30, 0, { name: 'days    ', note: seoulTime(start) });
  }

  isAt(now: Millis, end: Millis): void {
    const days = (at: Millis): number => Math.max(0, Math.ceil((at - this.#start) / DAY_MS));
    this.#days?.setTotal(end === 0 ? 30 : days(end));
    this.#days?.update(days(now), { note: `${seoulTime(now)}${this.#decreed}` });
  }

  counts(what: Counted): void {
    this.#counts[what] += 1;
    const { filed, answered, rated } = this.#counts;
    this.#filed?.update(filed, { note: answered === 0 ? '' : `answered ${answered}, rated ${rated}` });
  }

  decrees(on: string): void {
    this.#decreed = `, ${on} decreed a day off`;
  }

  reads(complaints: number): void {
    this.#read = this.#bars.create(complaints, 0, { name: 'counted ', note: '' });
  }

  hasRead(): void {
    this.#read?.increment();
  }

  stop(): void {
    // Stopped twice, the bars would take the lines printed since for their own.
    if (this.#isStopped) return;
    this.#isStopped = true;
    this.#bars.stop();
  }
}

/** A line for every tenth of the time. */
class Lines implements Progress {
  readonly #counts: Record<Counted, number> = { ...none };
  #start = 0;
  #tenth = -1;

  begins(start: Millis, rows: number): void {
    this.#start = start;
    this.#say(`${seoulTime(start)} ${rows} rows to file`);
  }

  isAt(now: Millis, end: Millis): void {
    const tenth = end === 0 ? 0 : Math.floor((10 * (now - this.#start)) / (end - this.#start));
    if (tenth <= this.#tenth) return;
    this.#tenth = tenth;
    const counts = Object.entries(this.#counts).map(([what, count]) => `${what} ${count}`);
    this.#say(`${seoulTime(now)} ${counts.join(', ')}`);
  }

  counts(what: Counted): void {
    this.#counts[what] += 1;
  }

  decrees(on: string): void {
    this.#say(`${on} is decreed a day off`);
  }

  reads(complaints: number): void {
    this.#say(`counting ${complaints} complaints in the API and in the table`);
  }

  hasRead(): void {}

  stop(): void {}

  #say(line: string): void {
    process.stderr.write(` ${line}\n`);
  }
}
