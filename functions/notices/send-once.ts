import type * as z from 'zod';
import { claimOnce, endOnce, releaseOnce } from '#functions/aws/once.ts';
import { log } from '#functions/middleware/log.ts';
import { toMillis } from '#rules/clock/instant.ts';
import type { Instant } from '#schemas/instant.ts';
import type { NoticeSettings } from '#schemas/settings.ts';
import type { Address } from './address.ts';
import { deliver, failureOf, type Letter, wasRefused } from './deliver.ts';

/** How long it stays known that a message was sent, 2_592_000 (30 days): far longer than a queue brings one again. */
const KNOWN_SECONDS = 2_592_000;

/**
 * Sends a message that belongs to no complaint's ledger, once for what it is for.
 *
 * Cut off between send and record, or without an answer, it is never sent again.
 *
 * @param what names it: `morning 2026-11-24 lead-water`
 * @throws the provider's refusal: whoever brought it brings it again, then it is a dead letter
 */
export async function sendOnce(
  settings: z.infer<typeof NoticeSettings>,
  { what, at }: { readonly what: string; readonly at: Instant },
  address: Address,
  letter: Letter,
): Promise<void> {
  const once = { what, expiresAt: Math.floor(toMillis(at) / 1000) + KNOWN_SECONDS };
  if (!(await claimOnce(settings.COMPLAINT_TABLE, once))) return;
  try {
    await deliver(settings, address, letter);
  } catch (error) {
    log.warn('notice not accepted', { step: 'once', failure: failureOf(error) });
    if (!wasRefused(error)) return endOnce(settings.COMPLAINT_TABLE, once, 'uncertain');
    await releaseOnce(settings.COMPLAINT_TABLE, once);
    throw error;
  }
  await endOnce(settings.COMPLAINT_TABLE, once, 'accepted');
}
