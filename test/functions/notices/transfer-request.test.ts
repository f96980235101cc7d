import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { GetCommand, PutCommand, QueryCommand, UpdateCommand, type UpdateCommandInput } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { dynamo } from '#functions/aws/dynamo.ts';
import { log } from '#functions/middleware/log.ts';
import { isSecretCode } from '#functions/middleware/secret-code.ts';
import { sendNotices } from '#functions/notices/send-notices.ts';
import { Notice } from '#schemas/notice.ts';
import { complaintAt, deskWith, itemsOf, noticeOf, number, outside, pk, sdkError } from '#test/functions/samples.ts';
import { settings } from './settings.ts';

const table = mockClient(dynamo);
const mail = mockClient(SESv2Client);
const queue = mockClient(SQSClient);

const asked = complaintAt('acceptance', { outside: { ...outside, contact: 'email' } });
const institution = (contact: object) => ({
  institution: { id: 'seoul-police', name: '경찰', nameEn: 'Police', fields: [], address: '서울', contact },
});
let notice: Notice;
let complaint = asked;

function move({ ExpressionAttributeValues: values = {} }: UpdateCommandInput): object {
  if (notice.status !== values[':status'] || notice.attempt !== values[':attempt']) {
    throw new ConditionalCheckFailedException({ message: 'of a test', $metadata: {} });
  }
  notice = Notice.parse(values[':notice']);
  return {};
}

beforeEach(() => {
  for (const mock of [table, mail, queue]) mock.reset();
  complaint = asked;
  notice = noticeOf(20, { step: 'transfer-request', to: { role: 'institution', id: 'seoul-police' } });
  table
    .on(QueryCommand)
    .callsFake(() => ({ Items: [...itemsOf(complaint, deskWith()), { pk, sk: 'notice#000020', notice }] }));
  table.on(UpdateCommand).callsFake(move);
  table.on(PutCommand).resolves({});
  table.on(GetCommand).resolves({ Item: institution({ kind: 'email', email: 'desk@police.example' }) });
  mail.on(SendEmailCommand).resolves({ MessageId: 'mail-1' });
  queue.on(SendMessageBatchCommand).resolves({});
  vi.spyOn(log, 'warn').mockImplementation(() => undefined);
});
afterEach(() => {
  vi.restoreAllMocks();
});

const sent = () => mail.commandCalls(SendEmailCommand).map(({ args }) => args[0].input);
const textOf = (index: number): string => sent()[index]?.Content?.Simple?.Body?.Text?.Data ?? '';
const codeIn = (text: string): string => /확인 코드 (\w{10})$/.exec(text)?.[1] ?? '';
const kept = () => table.commandCalls(PutCommand).map(({ args }) => args[0].input.Item);

describe('a mail that asks an institution to take a case', () => {
  it('brings number, term, page and a code whose hash alone is kept; nothing of the petitioner or their words', async () => {
    await sendNotices(settings, { number });
    expect(sent()).toMatchObject([
      { FromEmailAddress: settings.MAIL_FROM, Destination: { ToAddresses: ['desk@police.example'] } },
    ]);
    const code = codeIn(textOf(0));
    expect(textOf(0)).toBe(
      `[대답] 민원 ${number} 이송 요청. 11/27 18:00까지 수락 또는 반려해 주세요.\nhttps://city.example/transfers#${number}\n확인 코드 ${code}`,
    );
    const [item] = kept();
    expect(item).toMatchObject({ pk, sk: 'transfer-code', asked: 1, wrong: 0 });
    expect(JSON.stringify(item)).not.toContain(code);
    expect(isSecretCode(code, { salt: String(item?.salt), hash: String(item?.hash) })).toBe(true);
    expect(notice).toMatchObject({ status: 'accepted', channel: 'email', messageId: 'mail-1' });
  });

  it('that the provider refused is sent again with another code; the first one opens nothing', async () => {
    const busy = sdkError('Throttling', { $response: { statusCode: 429 } });
    mail.on(SendEmailCommand).rejectsOnce(busy).resolves({ MessageId: 'mail-2' });
    await sendNotices(settings, { number });
    const { nextAt } = notice;
    await sendNotices(settings, { number }, undefined, nextAt);
    const last = kept().at(-1);
    const isKey = (text: string) => isSecretCode(codeIn(text), { salt: String(last?.salt), hash: String(last?.hash) });
    expect([textOf(0), textOf(1)].map(isKey)).toEqual([false, true]);
    expect(notice).toMatchObject({ status: 'accepted', attempt: 2 });
  });

  it('whose code could not be kept is planned as before: nothing was sent', async () => {
    table.on(PutCommand).rejectsOnce(sdkError('ThrottlingException'));
    await expect(sendNotices(settings, { number })).rejects.toMatchObject({ name: 'TransientFault' });
    expect(sent()).toEqual([]);
    expect(notice.status).toBe('planned');
    await sendNotices(settings, { number });
    expect(sent()).toHaveLength(1);
  });

  it.each([
    ['is back with whoever sent it', complaintAt('answer', { outside })],
    ['was withdrawn', complaintAt('close', { outside })],
    ['is asked of another by now', complaintAt('acceptance', { outside: { ...outside, institution: 'tax-office' } })],
  ])('is not sent for a case that %s', async (_, now) => {
    complaint = now;
    await sendNotices(settings, { number });
    expect(sent()).toEqual([]);
    expect(kept()).toEqual([]);
    expect(notice.status).toBe('unreachable');
  });

  it('is not sent to an institution that is asked in another way by now, or is none', async () => {
    table.on(GetCommand).resolvesOnce({ Item: institution({ kind: 'sign-in' }) });
    await sendNotices(settings, { number });
    expect(notice.status).toBe('unreachable');
  });
});
