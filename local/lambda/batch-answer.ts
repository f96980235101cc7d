/**
 * The items that a function reports as failed in its answer to a batch.
 *
 * None: all were handled. `'all'`: the answer names an item that was not in the batch, or names none where it should.
 *
 * @source Lambda, "Implementing partial batch responses"
 */
export function failedItems(answer: string, itemIdentifiers: ReadonlySet<string>): readonly string[] | 'all' {
  const value: unknown = JSON.parse(answer);
  if (typeof value !== 'object' || value === null || !('batchItemFailures' in value)) return [];
  const failures = value.batchItemFailures;
  if (failures === null || (Array.isArray(failures) && failures.length === 0)) return [];
  if (!Array.isArray(failures)) return 'all';
  const named = failures.map((failure: unknown) =>
    typeof failure === 'object' && failure !== null && 'itemIdentifier' in failure
      ? String(failure.itemIdentifier)
      : '',
  );
  return named.every((identifier) => itemIdentifiers.has(identifier)) ? named : 'all';
}
