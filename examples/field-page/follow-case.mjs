// What an open page of a case does to show each step within two seconds. Node 20 or newer, nothing to install; in a browser the same.
import { setTimeout as pause } from 'node:timers/promises';

/**
 * Gives each step of a case as it happens, from the first on, until the case is closed.
 *
 * @param city   the city's API, e.g. http://127.0.0.1:3000
 * @param number the case's number
 * @param token  gives the official's access token, as their sign-in gave it
 * @param signal aborts it, as when the page is left or not seen any more
 */
export async function* followCase({ city, number, token, signal }) {
  let after = 0;
  while (!signal?.aborted) {
    const answer = await fetch(`${city}/v1/complaints/${number}/changes?after=${after}`, {
      headers: { authorization: `Bearer ${await token()}` },
      signal,
    });
    if (!answer.ok) throw new Error(`${answer.status}: ${await answer.text()}`);
    const { steps, last, status, askAgainAfterMillis } = await answer.json();
    yield* steps;
    after = last;
    if (status === 'closed' || status === 'withdrawn') return;
    await pause(askAgainAfterMillis, undefined, { signal });
  }
}
