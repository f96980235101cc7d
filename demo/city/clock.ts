import { ask, Declined } from './api.ts';

/** An instant in epoch milliseconds, as the demo reckons with it. */
export type Millis = number;

/** How often the city is given another minute to come to rest. */
const PATIENCE = 10;

/** The city's virtual clock, moved by the control door. */
export class CityClock {
  readonly #url: string;

  constructor(url: string) {
    this.#url = url;
  }

  async now(): Promise<Millis> {
    const { now } = await ask<{ now: string }>(this.#url, '/_local/clock');
    return Date.parse(now);
  }

  /** Moves time to an instant, or leaves it where it is when that has passed; either way all is quiet afterwards. */
  async advanceTo(at: Millis): Promise<void> {
    // The clock of a running city goes on by itself.
    const isAhead = at > (await this.now());
    await this.#move(isAhead ? { to: new Date(at).toISOString() } : { advance: 'PT0S' });
  }

  /** Waits until the city has done everything that is due. */
  async rest(): Promise<void> {
    await this.#move({ advance: 'PT0S' });
  }

  async #move(wish: { to: string } | { advance: string }): Promise<void> {
    for (let tries = 1; ; tries += 1) {
      try {
        await ask(this.#url, '/_local/clock', { method: 'POST', body: wish });
        return;
      } catch (error) {
        const isBusy = error instanceof Declined && ['not-quiet', 'advance-under-way'].includes(error.code);
        if (!isBusy || tries === PATIENCE) throw error;
        if (error.code === 'advance-under-way') await new Promise((done) => setTimeout(done, 500));
      }
    }
  }
}
