/**
 * Does the work for every item, so many at once, in their order of beginning; the answers come in the items' order.
 *
 * The first fault stops what has not begun and is thrown once all that has begun is over.
 */
export async function atOnce<T, R>(items: readonly T[], most: number, work: (item: T) => Promise<R>): Promise<R[]> {
  const answers: R[] = [];
  const faults: unknown[] = [];
  const left = items.entries();
  const worker = async (): Promise<void> => {
    for (const [index, item] of left) {
      if (faults.length > 0) return;
      try {
        answers[index] = await work(item);
      } catch (error) {
        faults.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(most, items.length) }, worker));
  if (faults.length > 0) throw faults[0];
  return answers;
}
