const LONGEST_ANSWER_MS = 2_000;

/** Whether a city answers there and says that it is ready. */
export async function isUp(url: string): Promise<boolean> {
  try {
    const response = await fetch(`${url}/_local/health`, { signal: AbortSignal.timeout(LONGEST_ANSWER_MS) });
    const body: unknown = await response.json();
    return response.ok && typeof body === 'object' && body !== null;
  } catch {
    return false; // nobody listens, or not a city
  }
}
