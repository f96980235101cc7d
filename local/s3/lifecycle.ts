import { isMembers, listOf, membersOf, numberOf, textOf } from '#local/template/reading.ts';

const DAY_MS = 86_400_000;

/** A rule by which a bucket forgets objects. */
export type LifecycleRule = {
  readonly prefix: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly days: number;
};

/** The rules of a bucket's `LifecycleConfiguration` that let objects expire; those for versions and uploads in parts have none to act on here. */
export function lifecycleRules(configuration: unknown): LifecycleRule[] {
  return listOf(membersOf(configuration).Rules).flatMap((rule) => {
    if (!isMembers(rule) || rule.Status !== 'Enabled') return [];
    const days = numberOf(rule.ExpirationInDays);
    if (days === undefined) return [];
    const tags = listOf(rule.TagFilters).map((tag) => {
      const { Key, Value } = membersOf(tag);
      return [textOf(Key) ?? '', textOf(Value) ?? ''] as const;
    });
    return [{ prefix: textOf(rule.Prefix) ?? '', tags: Object.fromEntries(tags), days }];
  });
}

/**
 * When an object expires, in epoch milliseconds: days are counted to the next midnight of UTC; `undefined` when no rule is about it.
 *
 * Imitates https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-expire-general-considerations.html.
 */
export function expiresAt(
  rules: readonly LifecycleRule[],
  { key, tags, changedAt }: { key: string; tags: Readonly<Record<string, string>>; changedAt: number },
): number | undefined {
  const ends = rules
    .filter(({ prefix }) => key.startsWith(prefix))
    .filter((rule) => Object.entries(rule.tags).every(([name, value]) => tags[name] === value))
    .map(({ days }) => Math.ceil((changedAt + days * DAY_MS) / DAY_MS) * DAY_MS);
  return ends.length === 0 ? undefined : Math.min(...ends);
}
