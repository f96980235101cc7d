import type { Delivery, Tally } from '#schemas/delivery.ts';
import type { AudienceCount } from '#schemas/emergency-message.ts';

/** Deliveries counted by district, channel, language, status and reason, in the order of these. */
export function talliesOf(deliveries: readonly Delivery[]): Tally[] {
  return added(
    deliveries.map(({ district, channel, language, status, reason }) => ({
      district,
      channel: channel ?? 'none',
      ...(language === undefined ? {} : { language }),
      status,
      ...(reason === undefined ? {} : { reason }),
      count: 1,
    })),
  );
}

/** Tallies of several batches as one. */
export function added(tallies: readonly Tally[]): Tally[] {
  const sums = new Map<string, Tally>();
  for (const tally of tallies) {
    const key = [tally.district, tally.channel, tally.language ?? '', tally.status, tally.reason ?? ''].join(' ');
    const before = sums.get(key);
    sums.set(key, { ...tally, count: tally.count + (before?.count ?? 0) });
  }
  return [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, tally]) => tally);
}

/** How many they count, of all states or of one. */
export function countIn(tallies: readonly Tally[], status?: Tally['status']): number {
  return tallies
    .filter((tally) => status === undefined || tally.status === status)
    .reduce((sum, { count }) => sum + count, 0);
}

/** The same without languages: by district and channel, as the report tells it. */
export function byDistrictAndChannel(tallies: readonly Tally[]): Tally[] {
  return added(tallies.map(({ language: _language, ...tally }) => tally));
}

/** What was handed to a provider, as an audience whose price can be worked out: what was sent, and what may have been. */
export function handedOver(tallies: readonly Tally[]): AudienceCount[] {
  return tallies.flatMap(({ district, channel, language, status, count }) =>
    channel !== 'none' && language !== undefined && (status === 'sent' || status === 'uncertain')
      ? [{ district, channel, language, count }]
      : [],
  );
}
