import { availableParallelism } from 'node:os';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { Turns } from '#local/lambda/turns.ts';

/** Works that begin when their turn comes and end when told to. */
function works() {
  const turns = new Turns();
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  const begin = (awaited: 'caller' | 'nobody' | 'another', name: string): Promise<void> =>
    turns.run(awaited, () => {
      begun.push(name);
      return new Promise((end) => ends.set(name, end));
    });
  const end = async (name: string): Promise<void> => {
    ends.get(name)?.();
    await new Promise((next) => setImmediate(next));
  };
  return { begin, begun, end };
}

const many = 2 * availableParallelism();
const names = Array.from({ length: many + 2 }, (_, index) => `behind-${index}`);

afterEach(() => void vi.useRealTimers());

describe('work behind the scenes', () => {
  test('takes turns, in the order it came', async () => {
    const { begin, begun, end } = works();
    for (const name of names) void begin('nobody', name);
    expect(begun).toEqual(names.slice(0, many));
    await end('behind-1');
    expect(begun).toEqual(names.slice(0, many + 1));
  });

  test('leaves half of the cores to callers, who never wait', async () => {
    const { begin, begun, end } = works();
    void begin('caller', 'caller-1');
    void begin('caller', 'caller-2');
    for (const name of names) void begin('nobody', name);
    const beside = Math.ceil(availableParallelism() / 2);
    expect(begun).toEqual(['caller-1', 'caller-2', ...names.slice(0, beside)]);
    await end('caller-1');
    await end('caller-2');
    expect(begun).toHaveLength(2 + many);
  });

  test('does not hold up what it waits for itself', async () => {
    const { begin, begun } = works();
    for (const name of names) void begin('nobody', name);
    void begin('another', 'nested');
    expect(begun.at(-1)).toBe('nested');
  });

  test('gets one more turn when nothing has ended for a second', async () => {
    vi.useFakeTimers();
    const { begin, begun } = works();
    for (const name of names) void begin('nobody', name);
    await vi.advanceTimersByTimeAsync(999);
    expect(begun).toHaveLength(many);
    await vi.advanceTimersByTimeAsync(1);
    expect(begun).toHaveLength(many + 1);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(begun).toHaveLength(many + 2);
  });
});
