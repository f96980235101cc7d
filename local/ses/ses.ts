import { randomBytes } from 'node:crypto';
import type { VirtualClock } from '#local/clock/virtual-clock.ts';
import type { Journal } from '#local/journal/journal.ts';
import type { Outbox } from '#local/outbox/outbox.ts';
import { arn } from '#local/template/place.ts';
import { isMembers, type Members, membersOf, parsedJson, textOf, textsOf } from '#local/template/reading.ts';
import { AwsError } from '#local/wire/aws-error.ts';
import type { AwsCall, Permission, RawAnswer, RestRequest, Service } from '#local/wire/aws-service.ts';
import { type Mail, readRawMail } from './raw-mail.ts';

const MOST_RECIPIENTS = 50;

/**
 * E-mail: what is sent lands in the outbox, one message for each recipient.
 *
 * Imitates https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html
 * Left out: templates, identities (every sender may send), bounces, the sandbox, attachments of raw messages.
 */
export class Ses implements Service {
  readonly #clock: VirtualClock;
  readonly #journal: Journal;
  readonly #outbox: Outbox;

  constructor({ clock, journal, outbox }: { clock: VirtualClock; journal: Journal; outbox: Outbox }) {
    this.#clock = clock;
    this.#journal = journal;
    this.#outbox = outbox;
  }

  async call({ operation, input }: AwsCall): Promise<Record<string, unknown>> {
    if (operation !== 'SendEmail') {
      throw new AwsError('UnknownOperationException', `The local SES does not know the operation ${operation}.`, 404);
    }
    if (textOf(input.FromEmailAddress) === undefined && !isRaw(input))
      throw new AwsError('BadRequestException', "Missing required header 'From'.");
    const { ToAddresses, CcAddresses, BccAddresses } = membersOf(input.Destination);
    const recipients = [ToAddresses, CcAddresses, BccAddresses].flatMap(textsOf);
    if (recipients.length === 0 || recipients.length > MOST_RECIPIENTS) {
      throw new AwsError(
        'BadRequestException',
        `Recipient count is ${recipients.length}, expected 1 to ${MOST_RECIPIENTS}.`,
      );
    }
    const unfit = recipients.find((address) => !/^[^\s@]+@[^\s@]+$/.test(bareAddress(address)));
    if (unfit !== undefined) throw new AwsError('BadRequestException', `Illegal address: ${unfit}`);
    const mail = mailOf(membersOf(input.Content));
    const at = new Date(this.#clock.now()).toISOString();
    await this.#journal.write('ses sent', () => {
      for (const to of recipients) this.#outbox.stage({ at, protocol: 'email', to: bareAddress(to), ...mail });
    });
    return { MessageId: `0100${randomBytes(8).toString('hex')}-${randomBytes(16).toString('hex')}-000000` };
  }

  permissions(operation: string, input: Members): Permission[] {
    const sender = bareAddress(textOf(input.FromEmailAddress) ?? '');
    const resource = textOf(input.FromEmailAddressIdentityArn) ?? arn('ses', `identity/${sender}`);
    return [{ action: `ses:${operation}`, resource }];
  }

  readRest(request: RestRequest): { operation: string; input: Record<string, unknown> } {
    if (request.method === 'POST' && request.path === '/v2/email/outbound-emails') {
      return { operation: 'SendEmail', input: { ...membersOf(parsedJson(Buffer.from(request.body).toString())) } };
    }
    throw new AwsError(
      'UnknownOperationException',
      `The local SES does not know ${request.method} ${request.path}.`,
      404,
    );
  }

  writeRest(_operation: string, output: Record<string, unknown>): RawAnswer {
    return { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(output) };
  }
}

function isRaw(input: Members): boolean {
  return isMembers(membersOf(input.Content).Raw);
}

function mailOf(content: Members): Mail {
  if (isMembers(content.Simple)) {
    const { Subject, Body } = content.Simple;
    const { Text, Html } = membersOf(Body);
    const text = textOf(membersOf(Text).Data) ?? textOf(membersOf(Html).Data);
    if (text === undefined) throw new AwsError('BadRequestException', 'Body must have Text or Html.');
    return { subject: textOf(membersOf(Subject).Data) ?? '', text };
  }
  if (isMembers(content.Raw)) {
    const raw = content.Raw.Data;
    return readRawMail(
      raw instanceof Uint8Array ? Buffer.from(raw).toString() : Buffer.from(textOf(raw) ?? '', 'base64').toString(),
    );
  }
  throw new AwsError('BadRequestException', 'Content must have Simple or Raw; the local SES keeps no templates.');
}

/** The address alone, of `Name <address>`. */
function bareAddress(address: string): string {
  return /<([^>]+)>/.exec(address)?.[1] ?? address.trim();
}
