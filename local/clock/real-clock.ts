/** Real epoch milliseconds, from the machine's clock: for signatures and identification, never for what has a deadline. */
export function realNow(): number {
  return Date.now();
}
