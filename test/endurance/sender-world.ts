import { AsyncLocalStorage } from 'node:async_hooks';
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { SendMessageBatchCommand, type SendMessageBatchCommandInput, SQSClient } from '@aws-sdk/client-sqs';
import { GetCommand, QueryCommand, UpdateCommand, type UpdateCommandInput } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { dynamo } from '#functions/aws/dynamo.ts';
import { LookAgain } from '#functions/notices/look-again.ts';
import { sendNotices } from '#functions/notices/send-notices.ts';
import { toInstant, toMillis } from '#rules/clock/instant.ts';
import { Notice } from '#schemas/notice.ts';
import { settings } from '#test/functions/notices/settings.ts';
import { at, complaintAt, deskWith, itemsOf, number as pattern, sdkError } from '#test/functions/samples.ts';

/** Something that brings the sender to a complaint: an event of the stream, or a message of its queue. */
type Delivery = { readonly body: LookAgain; readonly dueMs: number; readonly isMessage: boolean };

/** What left the city: which notice's text, by its number, to whom. */
export type Sent = { readonly to: string; readonly text: string };

const AT_ONCE = 8;

/**
 * Table, stream, queue and providers in memory under the sender's real code, in which the sender can die: at a call to one
 * of them, before its effect or before its answer. Whatever it was handling then is brought again.
 */
export class SenderWorld {
  readonly notices = new Map<string, Map<string, Notice>>();
  readonly sent: Sent[] = [];
  deaths = 0;
  /** The share of calls to providers that are refused. */
  refusals = 0;
  readonly #chance: (below: number) => number;
  readonly #life = new AsyncLocalStorage<number>();
  #lives = 0;
  #nowMs = toMillis(at);
  #dyingIn = Number.POSITIVE_INFINITY;
  #onDeath: () => void = () => {};
  #pending: Delivery[] = [];

  /** @param chance gives a whole number from 0 to below */
  constructor(chance: (below: number) => number) {
    this.#chance = chance;
    const [table, sms, mail, queue] = [
      mockClient(dynamo),
      mockClient(SNSClient),
      mockClient(SESv2Client),
      mockClient(SQSClient),
    ];
    table
      .on(QueryCommand)
      .callsFake((input) => this.#call(() => this.#items(String(input.ExpressionAttributeValues[':pk']))));
    table.on(GetCommand).callsFake(({ Key }) => this.#call(() => personOf(String(Key.sk))));
    table.on(UpdateCommand).callsFake((input: UpdateCommandInput) => this.#call(() => this.#move(input)));
    sms
      .on(PublishCommand)
      .callsFake(({ PhoneNumber, Message }) => this.#call(() => this.#send({ to: PhoneNumber, text: Message })));
    mail
      .on(SendEmailCommand)
      .callsFake(({ Destination, Content }) =>
        this.#call(() => this.#send({ to: Destination.ToAddresses[0], text: Content.Simple.Body.Text.Data })),
      );
    queue.on(SendMessageBatchCommand).callsFake((input: SendMessageBatchCommandInput) =>
      this.#call(() => {
        for (const { MessageBody = '', DelaySeconds = 0 } of input.Entries ?? []) {
          const dueMs = this.#nowMs + DelaySeconds * 1000;
          this.#pending.push({ body: LookAgain.parse(JSON.parse(MessageBody)), dueMs, isMessage: true });
        }
        return {};
      }),
    );
  }

  /** Plans notices of a complaint; each one's event is brought so many times. */
  plan(number: string, notices: readonly Notice[], times: () => number): void {
    this.notices.set(number, new Map(notices.map((notice) => [`notice#0000${notice.order}`, notice])));
    for (const _notice of notices) {
      for (let time = times(); time > 0; time -= 1) {
        this.#pending.push({ body: { number }, dueMs: this.#nowMs, isMessage: false });
      }
    }
  }

  /** Brings everything until nothing is left, with so many deaths on the way. */
  async run(deaths: number): Promise<void> {
    while (this.#pending.length > 0) {
      const now = this.#pending.filter(({ dueMs }) => dueMs <= this.#nowMs);
      if (now.length === 0) {
        this.#nowMs = Math.min(...this.#pending.map(({ dueMs }) => dueMs));
        continue;
      }
      const taken = Array.from({ length: Math.min(AT_ONCE, now.length) }, () =>
        now.splice(this.#chance(now.length), 1),
      ).flat();
      this.#pending = this.#pending.filter((each) => !taken.includes(each));
      const isToDie = this.deaths < deaths && this.#dyingIn === Number.POSITIVE_INFINITY;
      if (isToDie) this.#dyingIn = 1 + this.#chance(60);
      this.#pending.push(...(await this.#deliver(taken)));
    }
  }

  /** Gives back what was not handled: it is brought again. */
  async #deliver(taken: readonly Delivery[]): Promise<Delivery[]> {
    const handled = new Set<Delivery>();
    this.#lives += 1;
    const died = new Promise<void>((resolve) => {
      this.#onDeath = resolve;
    });
    const work = this.#life.run(this.#lives, () =>
      Promise.all(
        taken.map(async (delivery) => {
          const when = delivery.isMessage ? toInstant(this.#nowMs) : undefined;
          await sendNotices(settings, delivery.body, undefined, when);
          handled.add(delivery);
        }),
      ),
    );
    await Promise.race([work, died]);
    return taken.filter((delivery) => !handled.has(delivery));
  }

  /** A call of the sender: of one that died nothing has an effect any more, and nothing is answered. */
  async #call<T>(effect: () => T): Promise<T> {
    const mine = this.#life.getStore();
    await new Promise((resolve) => setImmediate(resolve));
    if (mine !== this.#lives) return never();
    this.#dyingIn -= 1;
    if (this.#dyingIn <= 0) {
      this.#dyingIn = Number.POSITIVE_INFINITY;
      this.deaths += 1;
      if (this.#chance(2) === 0) this.#afterDeath(effect);
      this.#lives += 1;
      this.#onDeath();
      return never();
    }
    return effect();
  }

  /** The last call still had its effect; its answer, a refusal too, was never heard. */
  #afterDeath(effect: () => unknown): void {
    try {
      effect();
    } catch (error) {
      if (!(error instanceof Error)) throw error;
    }
  }

  #items(pk: string): object {
    const number = pk.slice('complaint#'.length);
    const own = itemsOf(complaintAt('answer', { rateUntil: '2026-12-15T09:00:00.000Z' }), deskWith());
    const items = JSON.parse(JSON.stringify(own).replaceAll(pattern, number)) as Record<string, unknown>[];
    const petitioner = { phone: '+821012345678', email: 'citizen@example.com', notifyBy: ['sms', 'email'] };
    const notices = [...(this.notices.get(number) ?? [])].map(([sk, notice]) => ({ pk, sk, notice }));
    return { Items: [...items.map((item) => (item.sk === 'petitioner' ? { ...item, petitioner } : item)), ...notices] };
  }

  #move({ Key, ExpressionAttributeValues: values = {} }: UpdateCommandInput): object {
    if (String(Key?.pk).startsWith('sms#')) return {};
    const own = this.notices.get(String(Key?.pk).slice('complaint#'.length));
    const before = own?.get(String(Key?.sk));
    if (before?.status !== values[':status'] || before?.attempt !== values[':attempt']) {
      throw new ConditionalCheckFailedException({ message: 'of a test', $metadata: {} });
    }
    own?.set(String(Key?.sk), Notice.parse(JSON.parse(JSON.stringify(values[':notice']))));
    return {};
  }

  #send(message: Sent): { MessageId: string } {
    if (this.#chance(100) < this.refusals * 100) throw sdkError('Throttling', { $response: { statusCode: 429 } });
    this.sent.push(message);
    return { MessageId: `message-${this.sent.length}` };
  }
}

const never = <T>(): Promise<T> => new Promise(() => {});

const personOf = (id: string): object => ({
  Item: { person: { id, name: '김하나', groups: ['official'], phone: '010-0000-1005' } },
});
