import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { GetCommand, QueryCommand, UpdateCommand, type UpdateCommandInput } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { vi } from 'vitest';
import type { Item } from '#functions/aws/complaint-items.ts';
import { dynamo } from '#functions/aws/dynamo.ts';
import { log } from '#functions/middleware/log.ts';
import type { Complaint } from '#schemas/complaint.ts';
import { Notice } from '#schemas/notice.ts';
import type { Petitioner } from '#schemas/petitioner.ts';
import { complaintAt, deskWith, itemsOf, pk, sdkError } from '#test/functions/samples.ts';

export const table = mockClient(dynamo);
export const sms = mockClient(SNSClient);
export const mail = mockClient(SESv2Client);
export const queue = mockClient(SQSClient);

/** A petitioner who can be told both ways, by SMS first. */
const reachable: Petitioner = { phone: '+821012345678', email: 'citizen@example.com', notifyBy: ['sms', 'email'] };

/** The ledger of one complaint in memory, under the providers and the table as mocks. */
export class MockedLedger {
  readonly notices = new Map<string, Notice>();
  complaint: Complaint = complaintAt('answer');
  petitioner: Petitioner = reachable;
  /** Further items of the complaint. */
  more: Item[] = [];

  constructor() {
    for (const mock of [table, sms, mail, queue]) mock.reset();
    table.on(QueryCommand).callsFake(() => ({ Items: this.#items() }));
    table.on(UpdateCommand).callsFake((input: UpdateCommandInput) => this.#move(input));
    table.on(GetCommand).resolves({});
    sms.on(PublishCommand).resolves({ MessageId: 'sms-1' });
    mail.on(SendEmailCommand).resolves({ MessageId: 'mail-1' });
    queue.on(SendMessageBatchCommand).resolves({});
    vi.spyOn(log, 'warn').mockImplementation(() => undefined);
  }

  plan(...notices: Notice[]): void {
    for (const notice of notices) this.notices.set(`notice#0000${notice.order}`, notice);
  }

  /** What stands in the ledger: `reception accepted 1`. */
  standing(): string[] {
    return [...this.notices.values()].map(({ step, status, attempt }) => `${step} ${status} ${attempt}`);
  }

  notice(order = 20): Notice | undefined {
    return this.notices.get(`notice#0000${order}`);
  }

  /** The day's SMS, by the number's hash or all of them. */
  readonly counts = new Map<string, number>();

  #count(of: string, values: Record<string, unknown>): object {
    const before = this.counts.get(of);
    if (before !== undefined && before > Number(values[':room'])) {
      throw new ConditionalCheckFailedException({ message: 'of a test', $metadata: {} });
    }
    this.counts.set(of, (before ?? 0) + Number(values[':parts']));
    return {};
  }

  #items(): Item[] {
    const notices = [...this.notices].map(([sk, notice]) => ({ pk, sk, notice }));
    const items = itemsOf(this.complaint, deskWith()).map((item) =>
      item.sk === 'petitioner' ? { ...item, petitioner: this.petitioner } : item,
    );
    return [...items, ...notices, ...this.more];
  }

  #move({ Key, ExpressionAttributeValues: values = {} }: UpdateCommandInput): object {
    if (String(Key?.pk).startsWith('sms#')) return this.#count(String(Key?.sk), values);
    const before = this.notices.get(String(Key?.sk));
    if (before?.status !== values[':status'] || before?.attempt !== values[':attempt']) {
      throw new ConditionalCheckFailedException({ message: 'of a test', $metadata: {} });
    }
    // The table keeps nothing that is undefined.
    this.notices.set(String(Key?.sk), Notice.parse(JSON.parse(JSON.stringify(values[':notice']))));
    return {};
  }
}

/** What was put into the queue: after so many seconds, what. */
export const queued = (): unknown[] =>
  queue
    .commandCalls(SendMessageBatchCommand)
    .flatMap(({ args }) => args[0].input.Entries ?? [])
    .map(({ MessageBody, DelaySeconds }) => [DelaySeconds, JSON.parse(MessageBody ?? '')]);

/** How often each provider was asked: [SMS, mail]. */
export const asked = (): [number, number] => [
  sms.commandCalls(PublishCommand).length,
  mail.commandCalls(SendEmailCommand).length,
];

/** An answer no of a provider. */
export const refused = (name = 'Throttling', statusCode = 429): Error => sdkError(name, { $response: { statusCode } });
