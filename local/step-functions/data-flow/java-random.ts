const MULTIPLIER = 0x5deece66dn;
const MASK = (1n << 48n) - 1n;

/**
 * The first number from 0 up to 1 that Java's `java.util.Random` of this seed gives: AWS's `$random` draws from it.
 *
 * Follows https://docs.oracle.com/javase/8/docs/api/java/util/Random.html#nextDouble--
 */
export function javaRandom(seed: number): number {
  let state = (BigInt(seed) ^ MULTIPLIER) & MASK;
  const next = (bits: bigint): number => {
    state = (state * MULTIPLIER + 0xbn) & MASK;
    return Number(state >> (48n - bits));
  };
  return (next(26n) * 2 ** 27 + next(27n)) / 2 ** 53;
}
