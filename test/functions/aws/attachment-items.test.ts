import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { GetCommand, PutCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { attached, keepUpload, readUpload } from '#functions/aws/attachment-items.ts';
import { keepChange, keepSignal } from '#functions/aws/complaint-change.ts';
import { dynamo } from '#functions/aws/dynamo.ts';
import { Attachment, Upload } from '#schemas/attachment.ts';
import { at, deskWith, number, pk, sdkError, signalOf, table } from '#test/functions/samples.ts';

const mock = mockClient(dynamo);
beforeEach(() => {
  mock.reset();
  mock.on(TransactWriteCommand).resolves({});
});

const canceled = (codes: readonly string[]): TransactionCanceledException =>
  new TransactionCanceledException({
    message: 'of a test',
    $metadata: {},
    CancellationReasons: codes.map((Code) => ({ Code })),
  });

const id = 'AAAAAAAAAAAAAAAAAAAAAA';
const upload = Upload.parse({ id, owner: 'caller app', name: '홍길동.jpg', sizeBytes: 9, expiresAt: 100 });
const attachment = Attachment.parse({ id, by: 'petitioner', place: 1, name: 'a.jpg', type: 'jpg', sizeBytes: 9, at });
const claim = { upload, attachment };
const used = {
  Put: {
    TableName: table,
    Item: {
      pk: `upload#${id}`,
      sk: 'upload',
      upload: { id, owner: 'caller app', name: '', sizeBytes: 9, used: true },
      used: true,
      expiresAt: 100,
    },
    ConditionExpression: 'attribute_exists(pk) AND attribute_not_exists(used)',
  },
};
const kept = (sk: string, more: object = {}) => ({
  Put: {
    TableName: table,
    Item: { pk, sk, attachment: { ...attachment, ...more } },
    ConditionExpression: 'attribute_not_exists(pk)',
  },
});

describe('an upload', () => {
  it('is kept under its id until it expires', async () => {
    mock.on(PutCommand).resolves({});
    await keepUpload(table, upload);
    const { expiresAt, ...rest } = upload;
    expect(mock.commandCalls(PutCommand)[0]?.args[0].input).toEqual({
      TableName: table,
      Item: { pk: `upload#${id}`, sk: 'upload', upload: rest, expiresAt },
      ConditionExpression: 'attribute_not_exists(pk)',
    });
  });

  it.each([
    [99, upload],
    [100, undefined],
  ])(
    'is read consistently; at second %i it is there or forgotten, whatever the table still holds',
    async (now, read) => {
      const { expiresAt, ...rest } = upload;
      mock.on(GetCommand).resolves({ Item: { upload: rest, expiresAt } });
      expect(await readUpload(table, upload.id, now)).toEqual(read);
      expect(mock.commandCalls(GetCommand)[0]?.args[0].input).toEqual({
        TableName: table,
        Key: { pk: `upload#${id}`, sk: 'upload' },
        ConsistentRead: true,
      });
    },
  );

  it('that nobody asked for is none; a busy table is told so', async () => {
    mock.on(GetCommand).resolvesOnce({}).rejects(sdkError('ThrottlingException'));
    expect(await readUpload(table, upload.id, 1)).toBeUndefined();
    await expect(readUpload(table, upload.id, 1)).rejects.toMatchObject({ name: 'TransientFault' });
  });
});

describe('an upload that becomes a complaint’s', () => {
  it('is used from then on, without its name, and only if it was not before', () => {
    expect(attached(table, number, [claim])).toEqual([used, kept('attachment#000000-1')]);
  });

  it('comes with what is said, in its transaction; used meanwhile, nothing is kept', async () => {
    const desk = deskWith({ entries: 3 });
    const signal = signalOf(4, { kind: 'supplement', text: '여기' });
    const said = { upload, attachment: { ...attachment, signal: 4 } };
    const telling = { at, actor: { kind: 'petitioner' }, action: 'supplement-said' } as const;
    const keep = () => keepSignal(table, number, desk, signal, telling, undefined, [said]);
    expect(await keep()).toBe('kept');
    const items = mock.commandCalls(TransactWriteCommand)[0]?.args[0].input.TransactItems;
    expect(items?.slice(-2)).toEqual([used, kept('attachment#000004-1', { signal: 4 })]);
    mock.on(TransactWriteCommand).rejects(canceled(['None', 'None', 'None', 'ConditionalCheckFailed', 'None']));
    expect(await keep()).toBe('upload-used');
    mock
      .on(TransactWriteCommand)
      .rejects(canceled(['ConditionalCheckFailed', 'None', 'None', 'ConditionalCheckFailed']));
    expect(await keep()).toBe('moved');
  });

  it('is written anew when its file was cleaned', async () => {
    const cleaned = { ...attachment, cleaned: { at, sizeBytes: 5 } };
    const telling = { at, actor: { kind: 'files' }, action: 'attachment-cleaned' } as const;
    await keepChange(table, number, { desk: deskWith({}), isSeen: false, attachments: [cleaned], telling });
    expect(mock.commandCalls(TransactWriteCommand)[0]?.args[0].input.TransactItems?.at(-1)).toEqual({
      Put: { TableName: table, Item: { pk, sk: 'attachment#000000-1', attachment: cleaned } },
    });
  });
});
