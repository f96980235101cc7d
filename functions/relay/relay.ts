import type { DynamoDBRecord, SQSRecord } from 'aws-lambda';
import * as z from 'zod';
import { readDesks } from '#functions/aws/complaint-table.ts';
import { enqueue } from '#functions/aws/retry-queue.ts';
import { log, traceOf } from '#functions/middleware/log.ts';
import type { Desk } from '#schemas/desk.ts';
import type { RelaySettings } from '#schemas/settings.ts';
import { look } from './look.ts';
import { tellApps } from './tell-apps.ts';

type Settings = z.infer<typeof RelaySettings>;

/**
 * What stands in the retry queue: a complaint, and the token under which nobody could be woken, if that was the trouble;
 * `tell`: its channel app is to be told, and nothing else.
 */
const Again = z.object({ number: z.string(), token: z.string().optional(), tell: z.literal(true).optional() });
type Again = z.infer<typeof Again>;

/** How long a complaint rests before it is looked at again, in seconds. */
const REST_SECONDS = 20;

/** How many complaints of a batch are looked at at once. */
const AT_ONCE = 8;

const AUDIT = 'audit#';

/** The complaints that some of the records name, each once. */
const numbersOf = (records: readonly DynamoDBRecord[]): string[] => {
  const partitions = new Set(records.map(({ dynamodb }) => dynamodb?.Keys?.pk?.S ?? ''));
  return [...partitions].flatMap((pk) => (pk.startsWith('complaint#') ? [pk.slice('complaint#'.length)] : []));
};

/**
 * Looks at each complaint that the stream's records name, once a batch, and tells its channel app of new audit entries.
 *
 * One complaint's trouble never fails the batch: its number goes to the retry queue and the others go on.
 *
 * @throws TransientFault only when the retry queue itself cannot be reached: then the whole batch comes again
 */
export async function relayRecords(settings: Settings, records: readonly DynamoDBRecord[]): Promise<void> {
  const isAudit = ({ dynamodb }: DynamoDBRecord): boolean => dynamodb?.Keys?.sk?.S?.startsWith(AUDIT) === true;
  const telling = tellApps(settings, numbersOf(records.filter(isAudit)));
  const again = await lookAtAll(settings, numbersOf(records.filter((record) => !isAudit(record))));
  for (const number of await telling) again.push({ number, tell: true });
  await enqueue(
    settings.RELAY_QUEUE_URL,
    again.map((entry) => JSON.stringify(entry)),
    REST_SECONDS,
  );
}

async function lookAtAll(settings: Settings, numbers: readonly string[]): Promise<Again[]> {
  // One read for all; a complaint that is not among them is read by its own look.
  const desks = await readDesks(settings.COMPLAINT_TABLE, numbers).catch((error: unknown) => {
    log.warn('desks not read at once', traceOf(error));
    return new Map<string, Desk>();
  });
  const again: Again[] = [];
  for (let start = 0; start < numbers.length; start += AT_ONCE) {
    await Promise.all(
      numbers.slice(start, start + AT_ONCE).map(async (number) => {
        try {
          const looked = await look(settings, number, desks.get(number));
          if (!looked.done) again.push({ number, token: looked.token });
        } catch (error) {
          log.warn('looked at in vain', { complaintNumber: number, ...traceOf(error) });
          again.push({ number });
        }
      }),
    );
  }
  return again;
}

/**
 * Looks again at the complaints of the retry queue.
 *
 * @returns ids of the messages to look at once more, after the queue's back-off
 */
export async function relayMessages(settings: Settings, messages: readonly SQSRecord[]): Promise<string[]> {
  const failures = await Promise.all(
    messages.map(async ({ messageId, body }) => {
      const { number, token, tell } = Again.parse(JSON.parse(body));
      if (tell === true) return (await tellApps(settings, [number])).length === 0 ? [] : [messageId];
      try {
        const looked = await look(settings, number);
        // Under another token the wait was entered anew, and that wait's own record brings the look it needs.
        return looked.done || (token !== undefined && looked.token !== token) ? [] : [messageId];
      } catch (error) {
        log.warn('looked at again in vain', { complaintNumber: number, ...traceOf(error) });
        return [messageId];
      }
    }),
  );
  return failures.flat();
}
