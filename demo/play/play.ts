import { atOnce } from '../at-once.ts';
import type { Millis } from '../city/clock.ts';
import type { FilingRow, RowFault } from '../reading/filings.ts';
import { Agenda } from './agenda.ts';
import { answerCase } from './answering.ts';
import { workAtCentralDesk } from './central-desk.ts';
import { fileRows, inWaves } from './intake.ts';
import { ownList } from './officials-list.ts';
import { departmentsOf, sayAsPetitioner } from './petitioner.ts';
import { planStory } from './plan.ts';
import { AT_ONCE, type Scene } from './scene.ts';
import { nextSitting } from './seoul-time.ts';
import { rateAfterDays, scoreOf } from './temper.ts';
import type { Watcher } from './watcher.ts';

type Act =
  | { readonly kind: 'file'; readonly rows: readonly FilingRow[] }
  | { readonly kind: 'rate'; readonly number: string; readonly score: number }
  | { readonly kind: 'withdraw'; readonly number: string }
  | { readonly kind: 'classify' }
  | { readonly kind: 'answer'; readonly number: string; readonly official: string };

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** After the last due instant: three working days to the audit office, even over a long holiday. */
const AFTER_DUE_DAYS = 14;
/** After the last answer: the window for rating it. */
const AFTER_ANSWER_DAYS = 15;
/** So far the clock moves at most without a word to whoever watches. */
const STRIDE_DAYS = 5;

/**
 * Plays the run: files the rows over the first day, lets everybody work, and moves the clock from sitting to sitting until
 * the longest period and the last window have ended.
 *
 * ```
 * file ─► central desk ─► officials' lists ─► plan ─► answer ─► rate        (each at its own instant of the agenda)
 * ```
 */
export class Play {
  readonly #scene: Scene;
  readonly #watcher: Watcher;
  readonly #agenda = new Agenda<Act>();
  readonly #planned = new Set<string>();
  readonly #declined: RowFault[] = [];
  #end: Millis = 0;

  constructor(scene: Scene, watcher: Watcher) {
    this.#scene = scene;
    this.#watcher = watcher;
  }

  /** @returns the rows that the city declined */
  async run(rows: readonly FilingRow[], start: Millis): Promise<RowFault[]> {
    this.#watcher.begins(start, rows.length);
    for (const wave of inWaves(rows, start)) this.#agenda.add(wave.at, { kind: 'file', rows: wave.rows });
    for (let stop = this.#agenda.next(); stop !== undefined; stop = this.#agenda.next()) {
      await this.#scene.clock.advanceTo(stop.at);
      this.#watcher.isAt(stop.at, this.#end);
      await this.#sit(stop.acts, stop.at);
    }
    for (let at = await this.#scene.clock.now(); at < this.#end; ) {
      at = Math.min(at + STRIDE_DAYS * DAY_MS, this.#end);
      await this.#scene.clock.advanceTo(at);
      this.#watcher.isAt(at, this.#end);
    }
    await this.#scene.clock.rest();
    return this.#declined;
  }

  async #sit(acts: readonly Act[], now: Millis): Promise<void> {
    const of = <K extends Act['kind']>(kind: K) =>
      acts.filter((act): act is Extract<Act, { kind: K }> => act.kind === kind);
    for (const { rows } of of('file')) await this.#file(rows, now);
    await atOnce([...of('rate'), ...of('withdraw')], AT_ONCE, (act) => this.#hearPetitioner(act));
    if (of('classify').length > 0) await this.#classify(now);
    await this.#answer(of('answer'), now);
  }

  async #file(rows: readonly FilingRow[], now: Millis): Promise<void> {
    this.#declined.push(...(await fileRows(this.#scene, rows, now, () => this.#watcher.counts('filed'))));
    this.#agenda.add(nextSitting(now), { kind: 'classify' });
  }

  async #hearPetitioner(act: Extract<Act, { kind: 'rate' | 'withdraw' }>): Promise<void> {
    if (act.kind === 'rate') {
      if (await sayAsPetitioner(this.#scene, act.number, 'rating', { score: act.score })) this.#watcher.counts('rated');
    } else if (await sayAsPetitioner(this.#scene, act.number, 'withdrawal', {})) this.#watcher.counts('withdrawn');
  }

  /** The central desk's work gives new cases to departments, whose people open their lists afterwards. */
  async #classify(now: Millis): Promise<void> {
    const left = await workAtCentralDesk(this.#scene, now);
    if (left > 0) this.#agenda.add(nextSitting(now + 20 * HOUR_MS), { kind: 'classify' });
    await this.#scene.clock.rest();
    const unplanned = [...this.#scene.filed.keys()].filter((number) => !this.#planned.has(number));
    const departments = await departmentsOf(this.#scene, unplanned);
    await atOnce(this.#scene.cast.staffOf(departments), AT_ONCE, (official) => this.#takeUp(official, now));
  }

  /** An official finds new cases in the list; what will come of each is planned. */
  async #takeUp(official: string, now: Millis): Promise<void> {
    for (const complaint of await ownList(this.#scene, official, now)) {
      const { number, stage, dueAt } = complaint;
      if (stage !== 'answer' || this.#planned.has(number)) continue;
      this.#planned.add(number);
      this.#endAfter(Date.parse(dueAt), AFTER_DUE_DAYS);
      const planned = await planStory(this.#scene, complaint, now);
      if (planned?.what === 'withdrawal') this.#agenda.add(planned.at, { kind: 'withdraw', number });
      if (planned?.what === 'answer') this.#agenda.add(planned.at, { kind: 'answer', number, official });
    }
  }

  /** Whoever has an answer due opens their list and answers what stands in it. */
  async #answer(acts: readonly Extract<Act, { kind: 'answer' }>[], now: Millis): Promise<void> {
    const byOfficial = Object.entries(Object.groupBy(acts, ({ official }) => official));
    await atOnce(byOfficial, AT_ONCE, async ([official, due = []]) => {
      const listed = new Set<string>((await ownList(this.#scene, official, now)).map(({ number }) => number));
      for (const { number } of due.filter((act) => listed.has(act.number))) {
        if (await answerCase(this.#scene, official, number, now)) this.#answered(number, now);
      }
    });
  }

  #answered(number: string, now: Millis): void {
    this.#watcher.counts('answered');
    this.#endAfter(now, AFTER_ANSWER_DAYS);
    const index = this.#scene.filed.get(number)?.row.index ?? 0;
    const score = scoreOf(index);
    if (score !== undefined)
      this.#agenda.add(nextSitting(now + rateAfterDays(index) * DAY_MS), { kind: 'rate', number, score });
  }

  #endAfter(at: Millis, days: number): void {
    this.#end = Math.max(this.#end, at + days * DAY_MS);
  }
}
