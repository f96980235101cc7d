import { hash } from 'node:crypto';
import type { VirtualClock } from '#local/clock/virtual-clock.ts';
import { AwsError } from '#local/wire/aws-error.ts';
import type { RawAnswer } from '#local/wire/aws-service.ts';

type Kept = { readonly request: string; readonly keptAt: number; readonly answer: RawAnswer | undefined };

const TEN_MINUTES_MS = 600_000;
/** Under a standing clock nothing grows old; an SDK repeats within seconds. */
const MOST_KEPT = 20_000;

/**
 * Lets a transaction with a `ClientRequestToken` happen once, however often it is sent within ten minutes.
 *
 * Ours, because the database looks through all tokens of the last ten minutes at each transaction: a fifth of its time
 * after 4,500 filings, and more with each (measured).
 *
 * @source DynamoDB, "TransactWriteItems", "Idempotency"; left out: requests that say the same in another order of members,
 * tokens of before a restart, and the oldest beyond 20,000
 */
export class RequestTokens {
  readonly #clock: VirtualClock;
  readonly #kept = new Map<string, Kept>();

  constructor(clock: VirtualClock) {
    this.#clock = clock;
  }

  /**
   * Sends the transaction, or gives the answer it had.
   *
   * @throws AwsError IdempotentParameterMismatchException, TransactionInProgressException
   */
  async once(token: string, body: Uint8Array | string, send: () => Promise<RawAnswer>): Promise<RawAnswer> {
    this.#forgetOld();
    const request = hash('sha256', body, 'base64');
    const known = this.#kept.get(token);
    if (known !== undefined) return repeated(known, request);
    this.#kept.set(token, { request, keptAt: Number.POSITIVE_INFINITY, answer: undefined });
    let answer: RawAnswer | undefined;
    try {
      answer = await send();
      return answer;
    } finally {
      // Kept anew, so that the oldest come first; what did not succeed may be tried again.
      this.#kept.delete(token);
      if (answer?.status === 200) this.#kept.set(token, { request, keptAt: this.#clock.now(), answer });
    }
  }

  #forgetOld(): void {
    const oldestAt = this.#clock.now() - TEN_MINUTES_MS;
    for (const [token, { keptAt, answer }] of this.#kept) {
      if (answer !== undefined && keptAt >= oldestAt && this.#kept.size <= MOST_KEPT) return;
      if (answer !== undefined) this.#kept.delete(token);
    }
  }
}

function repeated({ request, answer }: Kept, again: string): RawAnswer {
  if (request !== again)
    throw new AwsError(
      'IdempotentParameterMismatchException',
      'The request uses the same client token as a previous, but non-identical request. Do not reuse a client token with different requests, unless the requests are identical',
    );
  if (answer !== undefined) return answer;
  throw new AwsError(
    'TransactionInProgressException',
    'The transaction with the given request token is already in progress.',
  );
}
