import type * as z from 'zod';
import { type Correspondence, readSignal } from '#functions/aws/complaint-table.ts';
import { readIdentity } from '#functions/aws/identity-table.ts';
import { moveNotice } from '#functions/aws/notice-ledger.ts';
import { log } from '#functions/middleware/log.ts';
import { toMillis } from '#rules/clock/instant.ts';
import { channelFor, isListed, nextTryAt, withRefusal, withTry } from '#rules/notices/notice-delivery.ts';
import { isWithheld, policyOf, quietUntil } from '#rules/notices/notice-policy.ts';
import { smsPartsOf } from '#rules/notices/sms-parts.ts';
import { TransientFault, WordingIncomplete } from '#schemas/errors.ts';
import type { Instant } from '#schemas/instant.ts';
import type { Notice, NoticeChannel } from '#schemas/notice.ts';
import type { Petitioner } from '#schemas/petitioner.ts';
import type { NoticeSettings } from '#schemas/settings.ts';
import type { Subscription } from '#schemas/subscription.ts';
import { type Address, addressesOf, addressOfInstitution, type PersonOf } from './address.ts';
import { appFor, handToApp } from './by-app.ts';
import { compose } from './compose.ts';
import { deliver, failureOf, isFinalRefusal, wasRefused } from './deliver.ts';
import { LONGEST_DELAY_SECONDS, lookAt } from './look-again.ts';
import { type Denial, denialOf } from './sms-allowance.ts';
import { isStillAsked, openDoor } from './transfer-door.ts';

/**
 * What became of a notice for now: `done` has come to an end; `waits` is tried again later, `listed` too, but a person
 * sees it already; `held` waits for the end of the quiet hours; `taken` is somebody else's.
 */
export type Outcome = 'done' | 'waits' | 'listed' | 'held' | 'taken';

/** A look at a complaint's notices. `isUrged`: the recipient gets something after this one that no night holds back. */
export type Look = {
  readonly settings: z.infer<typeof NoticeSettings>;
  readonly found: Correspondence;
  readonly personOf: PersonOf;
  readonly at: Instant;
  readonly isUrged: boolean;
};

/**
 * Claims and sends one planned notice, by the channel whose turn it is.
 *
 * Refused, it is planned again for later, or goes by the next channel at once; after its term, or where no channel is left,
 * it has failed. What came to no good end stands in the operator's list of undelivered notices.
 *
 * @throws TransientFault when the table was busy; the same call can succeed later
 */
export async function sendNotice(look: Look, notice: Notice): Promise<Outcome> {
  const { settings, found, at } = look;
  const petitioner = notice.to.role === 'petitioner' ? await petitionerOf(look) : undefined;
  const app = await appFor(settings, found.complaint, notice, petitioner);
  const addresses = await whereTo(look, notice.to, petitioner);
  if (addresses.length === 0 && app === undefined) return end(look, notice, unreachable(notice, at));
  if (isWithheld(notice, found.choice.statutoryOnly)) return end(look, notice, { ...notice, status: 'withheld' });
  const waits = (await holdBack(look, notice)) ?? waitsFor(notice, at);
  if (waits !== undefined) return waits;
  if (app !== undefined) return byApp(look, notice, app);
  const channel = channelFor(channelsOf(addresses), notice.tries ?? []);
  const address = addresses.find((one) => one.channel === channel);
  if (address === undefined) return end(look, notice, { ...notice, status: 'failed', undeliveredAt: at });
  const isAsking = notice.to.role === 'institution';
  const text = isAsking ? '' : await textOf(look, notice, address);
  if (text === undefined) return end(look, notice, blocked(notice, at));
  const sending = claimed(notice, address, text);
  // Before it is claimed: a count that cannot be kept leaves the notice planned.
  const denial = await smsDenial(look, notice, address, sending.parts);
  if (denial !== undefined) {
    return afterRefusal(look, { before: notice, sending }, channelsOf(addresses), { failure: denial, isFinal: true });
  }
  if (!(await move(look, notice, sending))) return 'taken';
  const words = isAsking ? await askingText(look, sending) : text;
  let messageId: string;
  try {
    messageId = await deliver(settings, address, { subject: found.complaint.number, text: words });
  } catch (error) {
    return await afterFailure(look, sending, channelsOf(addresses), error);
  }
  // Outside the try: a fault of the record is no refusal of the provider, and the notice is out.
  return end(look, sending, {
    ...sending,
    status: 'accepted',
    messageId,
    failure: undefined,
    undeliveredAt: undefined,
  });
}

/**
 * The text that asks an institution to take the case, with a code made for it: after the claim, so that of two senders at once
 * only one makes a code, and that one is in the mail.
 */
async function askingText(look: Look, sending: Notice): Promise<string> {
  const { settings, found } = look;
  const giveBack = async (error: unknown): Promise<never> => {
    // Nothing was sent yet.
    await move(look, sending, { ...sending, status: 'planned', failure: 'TransientFault' });
    throw error;
  };
  const door = await openDoor(settings, found.complaint).catch(giveBack);
  return compose(found.complaint, sending, '', false, door);
}

/** Claims a notice and hands it to the app through which it was filed; its silence is found out by a later look. */
async function byApp(look: Look, notice: Notice, app: Subscription): Promise<Outcome> {
  const { settings, found } = look;
  const { nextAt: _nextAt, heldUntil: _heldUntil, ...rest } = notice;
  const sending: Notice = { ...rest, status: 'sending', attempt: notice.attempt + 1, channel: 'channel' };
  if (!(await move(look, notice, sending))) return 'taken';
  await handToApp(settings, found.complaint.number, sending, app);
  return 'done';
}

/** Where a notice can go; nowhere when there is no address, or an institution is asked no more. */
async function whereTo(look: Look, to: Notice['to'], petitioner: Petitioner | undefined): Promise<Address[]> {
  const { settings, found, personOf } = look;
  if (to.role === 'institution') {
    if (!isStillAsked(found.complaint, to.id)) return [];
    const address = await addressOfInstitution(settings.CITY_TABLE, to.id);
    return address === undefined ? [] : [address];
  }
  return addressesOf(personOf, { petitioner }, to);
}

/**
 * Whom the complaint is from. Who lives apart is read there, and only to be told something.
 *
 * @throws TransientFault when they are in neither table: a notice is never given up for that in silence
 */
async function petitionerOf({ settings, found: { complaint, petitioner } }: Look): Promise<Petitioner> {
  const found = petitioner ?? (await readIdentity(settings.IDENTITY_TABLE, complaint.number));
  if (found === undefined) throw new TransientFault(`complaint ${complaint.number} has no petitioner`, undefined);
  return found;
}

const channelsOf = (addresses: readonly Address[]): NoticeChannel[] => addresses.map(({ channel }) => channel);

const move = ({ settings, found }: Look, before: Notice, after: Notice): Promise<boolean> =>
  moveNotice(settings.COMPLAINT_TABLE, found.complaint.number, before, after);

async function end(look: Look, before: Notice, after: Notice): Promise<Outcome> {
  await move(look, before, after);
  return 'done';
}

/** A notice whose send begins. */
const claimed = (notice: Notice, { channel }: Address, text: string): Notice => ({
  ...notice,
  status: 'sending',
  attempt: notice.attempt + 1,
  channel,
  parts: channel === 'sms' ? smsPartsOf(text) : undefined,
  tries: withTry(notice.tries ?? [], channel),
  nextAt: undefined,
  heldUntil: undefined,
});

/** Only petitioners' numbers come from outside. */
async function smsDenial(
  { settings, found, at }: Look,
  { to }: Notice,
  address: Address,
  parts = 1,
): Promise<Denial | undefined> {
  if (address.channel !== 'sms' || to.role !== 'petitioner') return undefined;
  return denialOf(settings, { number: found.complaint.number, phone: address.phone, parts, at });
}

/** Whoever of the city's own cannot be told is the operators' to mend; a petitioner who chose no channel looks by themselves. */
const unreachable = (notice: Notice, at: Instant): Notice => ({
  ...notice,
  status: 'unreachable',
  ...(notice.to.role === 'petitioner' ? {} : { undeliveredAt: at }),
});

/** Keeps back what the night holds back; the morning wakes what stands in the index as held. */
async function holdBack(look: Look, notice: Notice): Promise<Outcome | undefined> {
  const { settings, found, at, isUrged } = look;
  const until = isUrged || policyOf(notice.step).passesAtNight ? undefined : quietUntil(at);
  if (until === undefined || notice.heldUntil === until) return until && 'held';
  const isSoon = toMillis(until) - toMillis(at) <= LONGEST_DELAY_SECONDS * 1000;
  // The morning could come before the index has this one, and it does not look among the undelivered ones.
  if (isSoon || notice.undeliveredAt !== undefined) {
    await lookAt(settings.NOTICE_QUEUE_URL, found.complaint.number, until, at);
  }
  return (await move(look, notice, { ...notice, heldUntil: until })) ? 'held' : 'taken';
}

const waiting = ({ undeliveredAt }: Notice): Outcome => (undeliveredAt === undefined ? 'waits' : 'listed');

const waitsFor = (notice: Notice, at: Instant): Outcome | undefined =>
  notice.nextAt === undefined || notice.nextAt <= at ? undefined : waiting(notice);

/** The text for an address; nothing when it names what the complaint does not have. */
async function textOf(look: Look, notice: Notice, { channel }: Address): Promise<string | undefined> {
  const { complaint } = look.found;
  const reason = await reasonOf(look, notice);
  try {
    return compose(complaint, notice, reason, channel === 'sms');
  } catch (error) {
    if (!(error instanceof WordingIncomplete)) throw error;
    log.error('notice not worded', { complaintNumber: complaint.number, step: notice.step, reason: error.message });
    return undefined;
  }
}

/** A notice whose text has a gap: it waits in the operator's list until a person has mended what is missing. */
const blocked = (notice: Notice, at: Instant): Notice => ({
  ...notice,
  status: 'failed',
  failure: 'wording-incomplete',
  undeliveredAt: notice.undeliveredAt ?? at,
});

/** Why an official did what the notice tells; nothing in a protected reporter's notice says what it is about. */
async function reasonOf({ settings, found: { complaint } }: Look, { signal, to }: Notice): Promise<string> {
  if (signal === undefined || to.role !== 'petitioner' || complaint.identity !== 'named') return '';
  const said = (await readSignal(settings.COMPLAINT_TABLE, complaint.number, signal))?.said;
  return said?.kind === 'extension' || said?.kind === 'closure' ? said.reason : '';
}

async function afterFailure(
  look: Look,
  sending: Notice,
  channels: readonly NoticeChannel[],
  error: unknown,
): Promise<Outcome> {
  const failure = failureOf(error);
  log.warn('notice not accepted', { complaintNumber: look.found.complaint.number, step: sending.step, failure });
  // The answer got lost: it may have been sent, so it is never sent again by itself, nor by another channel.
  if (!wasRefused(error))
    return end(look, sending, { ...sending, status: 'uncertain', failure, undeliveredAt: look.at });
  return afterRefusal(look, { before: sending, sending }, channels, { failure, isFinal: isFinalRefusal(error) });
}

/** `before` is the notice as it stands in the ledger. */
async function afterRefusal(
  look: Look,
  { before, sending }: { readonly before: Notice; readonly sending: Notice },
  channels: readonly NoticeChannel[],
  refusal: { readonly failure: string; readonly isFinal: boolean },
): Promise<Outcome> {
  const { at } = look;
  const { channel, tries = [], undeliveredAt } = sending;
  if (channel === undefined || channel === 'channel') return 'done';
  const refused: Notice = { ...sending, failure: refusal.failure, tries: withRefusal(tries, channel, refusal) };
  const nextAt = nextTryAt(refused, channels, at);
  if (nextAt === undefined) {
    return end(look, before, { ...refused, status: 'failed', undeliveredAt: undeliveredAt ?? at });
  }
  const isSeen = undeliveredAt !== undefined || isListed(refused);
  const again: Notice = {
    ...refused,
    status: 'planned',
    nextAt,
    ...(isSeen ? { undeliveredAt: undeliveredAt ?? at } : {}),
  };
  if (nextAt <= at) return (await move(look, before, again)) ? sendNotice(look, again) : 'taken';
  try {
    // Before it is recorded: a notice that waits is looked at again by nothing else.
    await lookAt(look.settings.NOTICE_QUEUE_URL, look.found.complaint.number, nextAt, at);
  } catch (error) {
    // Whoever brought us here brings us again, and then it is tried at once.
    await move(look, before, { ...again, nextAt: undefined });
    throw error;
  }
  return (await move(look, before, again)) ? waiting(again) : 'taken';
}
