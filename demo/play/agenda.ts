import type { Millis } from '../city/clock.ts';

/** What is to be done, by the instant at which it is to be done. */
export class Agenda<Act> {
  readonly #acts = new Map<Millis, Act[]>();

  add(at: Millis, act: Act): void {
    const acts = this.#acts.get(at);
    if (acts === undefined) this.#acts.set(at, [act]);
    else acts.push(act);
  }

  /** Takes the earliest instant off the agenda, with all its acts in the order they were added. */
  next(): { readonly at: Millis; readonly acts: readonly Act[] } | undefined {
    const at = Math.min(...this.#acts.keys());
    const acts = this.#acts.get(at);
    if (acts === undefined) return undefined;
    this.#acts.delete(at);
    return { at, acts };
  }
}
