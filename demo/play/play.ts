import { atOnce } from '../at-once.ts';
import type { Millis } from '../city/clock.ts';
import type { FilingRow, RowFault } from '../reading/filings.ts';
import { Agenda } from './agenda.ts';
import { workAtCentralDesk } from './central-desk.ts';
import { type Decree, decreeHoliday } from './decree.ts';
import { fileRows, inWaves } from './intake.ts';
import { ownList } from './officials-list.ts';
import { departmentsOf, sayAsPetitioner } from './petitioner.ts';
import { sittingAfterRung, turnAt } from './plan.ts';
import { AT_ONCE, type Scene } from './scene.ts';
import { nextSitting, seoulTime } from './seoul-time.ts';
import { type CaseTurn, isPetitioners, takeTurn } from './take-turn.ts';
import { rateAfterDays, scoreOf, type Temper, temperOf } from './temper.ts';
import type { Watcher } from './watcher.ts';

type TurnAct = { readonly kind: 'turn' } & CaseTurn;
type Act =
  | { readonly kind: 'file'; readonly rows: readonly FilingRow[] }
  | { readonly kind: 'rate'; readonly number: string; readonly score: number }
  | { readonly kind: 'classify' }
  | { readonly kind: 'decree' }
  | TurnAct;

/** What the watcher is told of a turn; a supplement is no news, that it was asked for was. */
const news = {
  answer: 'answered',
  withdrawal: 'withdrawn',
  'supplement-request': 'asked',
  supplement: undefined,
  extension: 'extended',
} as const;

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** After the last due instant: three working days to the audit office, even over a long holiday. */
const AFTER_DUE_DAYS = 14;
/** After the receipt of what nobody answers: at thirty its petitioner is told, or at the next opening. */
const AFTER_RECEIPT_DAYS = 35;
/** After the last answer: the window for rating it. */
const AFTER_ANSWER_DAYS = 15;
/** After the start, when the desk has classified all: a day off is decreed. */
const DECREE_AFTER_DAYS = 2;
/** After the start: the day that it is about, before the usual period of seven working days has ended. */
const DECREED_AFTER_DAYS = 7;
/** So far the clock moves at most without a word to whoever watches. */
const STRIDE_DAYS = 5;

/** What of a play is no complaint's own: the rows that the city declined, and the day off that was decreed. */
export type Played = { readonly declined: readonly RowFault[]; readonly decree: Decree | undefined };

/**
 * Plays the run: files the rows over the first day, lets everybody work, and moves the clock from sitting to sitting until
 * the longest period and the last window have ended.
 *
 * ```
 * file ─► central desk ─► officials' lists ─► turn ─► rate              (each at its own instant of the agenda)
 *                               ▲──────────────┘ while the story goes on: a pause, a supplement, an extension, the answer
 * ```
 */
export class Play {
  readonly #scene: Scene;
  readonly #watcher: Watcher;
  readonly #agenda = new Agenda<Act>();
  /** How many turns of a complaint's story are over. */
  readonly #taken = new Map<string, number>();
  readonly #planned = new Set<string>();
  readonly #declined: RowFault[] = [];
  #start: Millis = 0;
  #end: Millis = 0;
  #decree: Decree | undefined;

  constructor(scene: Scene, watcher: Watcher) {
    this.#scene = scene;
    this.#watcher = watcher;
  }

  /** Plays to the end; what came of the complaints is for the city to say. */
  async run(rows: readonly FilingRow[], start: Millis): Promise<Played> {
    this.#start = start;
    this.#watcher.begins(start, rows.length);
    for (const wave of inWaves(rows, start)) this.#agenda.add(wave.at, { kind: 'file', rows: wave.rows });
    this.#agenda.add(nextSitting(start + DECREE_AFTER_DAYS * DAY_MS), { kind: 'decree' });
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
    return { declined: this.#declined, decree: this.#decree };
  }

  async #sit(acts: readonly Act[], now: Millis): Promise<void> {
    const of = <K extends Act['kind']>(kind: K) =>
      acts.filter((act): act is Extract<Act, { kind: K }> => act.kind === kind);
    for (const { rows } of of('file')) await this.#file(rows, now);
    await atOnce(of('rate'), AT_ONCE, ({ number, score }) => this.#rate(number, score));
    const turns = of('turn');
    if (this.#isDayOff(now)) {
      // A day later is as good: the deadlines have moved by as much.
      const atDesks = [...of('classify'), ...turns.filter((turn) => !isPetitioners(turn))];
      for (const act of atDesks) this.#agenda.add(nextSitting(now + DAY_MS - 1), act);
      return this.#takeTurns(turns.filter(isPetitioners), now);
    }
    if (of('classify').length > 0) await this.#classify(now);
    await this.#takeTurns(turns, now);
    if (of('decree').length > 0) await this.#putDecree(now);
  }

  async #file(rows: readonly FilingRow[], now: Millis): Promise<void> {
    this.#declined.push(...(await fileRows(this.#scene, rows, now, () => this.#watcher.counts('filed'))));
    this.#agenda.add(nextSitting(now), { kind: 'classify' });
  }

  async #rate(number: string, score: number): Promise<void> {
    if (await sayAsPetitioner(this.#scene, number, 'rating', { score })) this.#watcher.counts('rated');
  }

  async #putDecree(now: Millis): Promise<void> {
    this.#decree = await decreeHoliday(this.#scene, this.#start + DECREED_AFTER_DAYS * DAY_MS, now);
    this.#watcher.decrees(this.#decree.on);
    await this.#scene.clock.rest();
  }

  /** Whether it is the day that was decreed: nobody sits. */
  #isDayOff(now: Millis): boolean {
    return this.#decree !== undefined && seoulTime(now).startsWith(this.#decree.on);
  }

  /** The central desk's work gives new cases to departments, whose people open their lists afterwards. */
  async #classify(now: Millis): Promise<void> {
    const left = await workAtCentralDesk(this.#scene, now);
    if (left > 0) this.#agenda.add(nextSitting(now + 20 * HOUR_MS), { kind: 'classify' });
    await this.#scene.clock.rest();
    const unplanned = [...this.#scene.filed.keys()].filter((number) => !this.#planned.has(number));
    const departments = await departmentsOf(this.#scene, unplanned);
    await atOnce(this.#scene.cast.staffOf(departments), AT_ONCE, (official) => this.#openList(official, now));
  }

  /** An official finds in the list what is new, or whose story goes on; when its next turn comes is planned. */
  async #openList(official: string, now: Millis): Promise<void> {
    for (const complaint of await ownList(this.#scene, official, now)) {
      const { number, stage, receivedAt, dueAt } = complaint;
      if (stage !== 'answer' || this.#planned.has(number)) continue;
      this.#planned.add(number);
      this.#endAfter(Date.parse(dueAt), AFTER_DUE_DAYS);
      const turn = this.#temperOf(number)[this.#taken.get(number) ?? 0];
      if (turn === undefined) this.#endAfter(Date.parse(receivedAt), AFTER_RECEIPT_DAYS);
      else this.#agenda.add(await turnAt(this.#scene, complaint, turn, now), { kind: 'turn', number, turn, official });
    }
  }

  /** Petitioners say what is theirs to say; officials open their lists and do what is due with what stands in them. */
  async #takeTurns(acts: readonly TurnAct[], now: Millis): Promise<void> {
    await atOnce(acts.filter(isPetitioners), AT_ONCE, (act) => this.#takeTurn(act, now));
    const byOfficial = Object.entries(
      Object.groupBy(
        acts.filter((act) => !isPetitioners(act)),
        ({ official }) => official,
      ),
    );
    await atOnce(byOfficial, AT_ONCE, async ([official, due = []]) => {
      const listed = new Set<string>((await ownList(this.#scene, official, now)).map(({ number }) => number));
      for (const act of due.filter(({ number }) => listed.has(number))) await this.#takeTurn(act, now);
    });
    const officials = new Set(acts.flatMap(({ number, official }) => (this.#planned.has(number) ? [] : [official])));
    if (officials.size === 0) return;
    // What was said has to be heard before the lists show it.
    await this.#scene.clock.rest();
    await atOnce([...officials], AT_ONCE, (official) => this.#openList(official, now));
  }

  async #takeTurn(act: TurnAct, now: Millis): Promise<void> {
    const { number, turn } = act;
    if (turn.by === 'rung') {
      const at = await sittingAfterRung(this.#scene, number, turn.rung, now);
      // The decree has moved the rung since.
      if (at > now) return this.#agenda.add(at, act);
    }
    const isTaken = await takeTurn(this.#scene, act, now);
    const what = news[turn.what];
    if (isTaken && what !== undefined) this.#watcher.counts(what);
    if (isTaken && turn.what === 'answer') this.#answered(number, now);
    this.#goOn(number, isTaken);
  }

  /** The story goes on with its next turn, or with its last when the case did not take this one. */
  #goOn(number: string, isTaken: boolean): void {
    const last = this.#temperOf(number).length - 1;
    const taken = this.#taken.get(number) ?? 0;
    if (taken === last) return;
    this.#taken.set(number, isTaken ? taken + 1 : last);
    this.#planned.delete(number);
  }

  #temperOf(number: string): Temper {
    return temperOf(this.#indexOf(number));
  }

  #indexOf(number: string): number {
    return this.#scene.filed.get(number)?.row.index ?? 0;
  }

  #answered(number: string, now: Millis): void {
    this.#endAfter(now, AFTER_ANSWER_DAYS);
    const index = this.#indexOf(number);
    const score = scoreOf(index);
    if (score !== undefined)
      this.#agenda.add(nextSitting(now + rateAfterDays(index) * DAY_MS), { kind: 'rate', number, score });
  }

  #endAfter(at: Millis, days: number): void {
    this.#end = Math.max(this.#end, at + days * DAY_MS);
  }
}
