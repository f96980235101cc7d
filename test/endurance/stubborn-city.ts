import { setTimeout as sleep } from 'node:timers/promises';
import { type Answered, City } from '#test/journeys/city.ts';

const PAUSE_MS = 50;
const LONGEST_MS = 180_000;

/**
 * A city as seen by clients who do not give up: when the connection breaks, or nobody answers for it (5xx), the same
 * request is made again, until it is answered.
 */
export class StubbornCity extends City {
  /** How often a request was made again. */
  repeats = 0;

  override async ask<B = unknown>(...[method, path, request]: Parameters<City['ask']>): Promise<Answered<B>> {
    const giveUpAt = performance.now() + LONGEST_MS;
    for (;;) {
      const answered = await super.ask<B>(method, path, request).catch((error: unknown) => {
        if (error instanceof TypeError || error instanceof SyntaxError) return undefined;
        throw error;
      });
      if (answered !== undefined && answered.status < 500) return answered;
      if (performance.now() > giveUpAt) throw new Error(`${method} ${path}: ${JSON.stringify(answered)}`);
      this.repeats += 1;
      await sleep(PAUSE_MS);
    }
  }
}
