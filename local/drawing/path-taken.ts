import { isMembers, type Members, membersOf, textOf } from '#local/template/reading.ts';

/** The path an execution took through its state machine. */
export type Taken = {
  /** How often each state was entered. */
  readonly entered: ReadonlyMap<string, number>;
  /** Each way taken, as `wayKey` writes it. */
  readonly ways: ReadonlySet<string>;
  /** The states in the order in which they were entered. */
  readonly order: readonly string[];
};

/** A way as one text. */
export function wayKey(from: string, to: string): string {
  return JSON.stringify([from, to]);
}

/**
 * Reads the path from a history.
 *
 * @param events as GetExecutionHistory gives them, oldest first
 * @param states the machine's own states; what was entered inside others is passed over
 */
export function pathTaken(events: readonly unknown[], states: { has(name: string): boolean }): Taken {
  const order = events
    .filter(isMembers)
    .flatMap(({ stateEnteredEventDetails }: Members) => textOf(membersOf(stateEnteredEventDetails).name) ?? [])
    .filter((name) => states.has(name));
  const entered = new Map<string, number>();
  for (const name of order) entered.set(name, (entered.get(name) ?? 0) + 1);
  const ways = order.slice(1).map((name, index) => wayKey(order[index] ?? '', name));
  return { order, entered, ways: new Set(ways) };
}
