import type { AudienceCount, MessageContent } from '#schemas/emergency-message.ts';
import type { ListedRegistration, RegistrationId } from '#schemas/registration.ts';

/** Whom a message goes to: ids in order, each once, how they are counted, and how many had opted out. */
export type Gathered = {
  readonly ids: readonly RegistrationId[];
  readonly counts: readonly AudienceCount[];
  readonly optedOut: number;
};

/** The lists of the registry that a message goes by. */
export function listsOf(content: MessageContent): string[] {
  return content.purpose === 'newsletter'
    ? [`topic#${content.topic}`]
    : [...new Set(content.districts)].map((district) => `district#${district}`);
}

/** One of the lists with those on it. */
export type List = { readonly list: string; readonly lines: Iterable<ListedRegistration> };

/**
 * Everybody on the lists once, counted under the first list that names them. An emergency passes by those who want none;
 * news goes to whoever is on its topic's list.
 */
export function gathered(content: MessageContent, lists: readonly List[]): Gathered {
  const seen = new Map<RegistrationId, Omit<AudienceCount, 'count'>>();
  const optedOut = new Set<RegistrationId>();
  for (const { list, lines } of lists) {
    const district =
      content.purpose === 'newsletter' ? 'all' : (list.slice('district#'.length) as AudienceCount['district']);
    for (const { id, channel, language, emergency } of lines) {
      if (content.purpose === 'emergency' && !emergency) optedOut.add(id);
      else if (!seen.has(id)) seen.set(id, { district, channel, language });
    }
  }
  return { ids: [...seen.keys()].sort(), counts: counted(seen.values()), optedOut: optedOut.size };
}

/** So many of each district, channel and language. */
export function counted(people: Iterable<Omit<AudienceCount, 'count'>>): AudienceCount[] {
  const counts = new Map<string, AudienceCount>();
  for (const { district, channel, language } of people) {
    const key = `${district} ${channel} ${language}`;
    counts.set(key, { district, channel, language, count: (counts.get(key)?.count ?? 0) + 1 });
  }
  return [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, count]) => count);
}
