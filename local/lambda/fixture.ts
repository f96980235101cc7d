import { failedOutcome, type Outcome, type Runner, timedOutOutcome } from './outcome.ts';
import { toldError } from './thread/messages.ts';

/** A function written down beside its test, run in process. */
export type FixtureHandler = (event: unknown) => unknown;

/** Runs a fixture as Lambda would run a bundle: time-out, errors and answers look the same. */
export class Fixture implements Runner {
  readonly #handler: FixtureHandler;

  constructor(handler: FixtureHandler) {
    this.#handler = handler;
  }

  async run(requestId: string, payload: string, timeoutMs: number): Promise<Outcome> {
    let limit: NodeJS.Timeout | undefined;
    const late = new Promise<Outcome>((resolve) => {
      limit = setTimeout(() => resolve(timedOutOutcome(requestId, timeoutMs)), timeoutMs);
    });
    try {
      return await Promise.race([late, this.#answer(payload)]);
    } finally {
      clearTimeout(limit);
    }
  }

  retireIdle(): void {}

  async close(): Promise<void> {}

  async #answer(payload: string): Promise<Outcome> {
    try {
      return { payload: JSON.stringify(await this.#handler(JSON.parse(payload))) ?? 'null' };
    } catch (error) {
      return failedOutcome(toldError(error));
    }
  }
}
