import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { type AttachmentId, type Claim, Upload } from '#schemas/attachment.ts';
import { complaintKey, sortKey } from './complaint-items.ts';
import { put } from './complaint-writes.ts';
import { asTransient, dynamo, type Writes } from './dynamo.ts';

const keyOf = (id: AttachmentId) => ({ pk: `upload#${id}`, sk: 'upload' });

/**
 * Keeps that somebody may upload a file; who does not file it in time is forgotten with it.
 *
 * @throws TransientFault when DynamoDB was busy
 */
export async function keepUpload(table: string, upload: Upload): Promise<void> {
  const { expiresAt, ...rest } = upload;
  try {
    const { Put } = put(table, { ...keyOf(upload.id), upload: rest, expiresAt });
    await dynamo.send(new PutCommand(Put));
  } catch (error) {
    throw asTransient(error, `keeping upload ${upload.id}`);
  }
}

/**
 * An upload as it was asked for; `undefined` when there is none any more.
 *
 * @param nowSeconds epoch seconds of the request: the table forgets late
 * @throws TransientFault when DynamoDB was busy
 */
export async function readUpload(table: string, id: AttachmentId, nowSeconds: number): Promise<Upload | undefined> {
  try {
    const { Item: item } = await dynamo.send(
      new GetCommand({ TableName: table, Key: keyOf(id), ConsistentRead: true }),
    );
    if (item === undefined) return undefined;
    const upload = Upload.parse({ ...Object(item.upload), expiresAt: item.expiresAt });
    return upload.expiresAt > nowSeconds ? upload : undefined;
  } catch (error) {
    throw asTransient(error, `reading upload ${id}`);
  }
}

/**
 * Two members of a transaction for each upload that becomes a complaint's: its attachment, and that the upload is used, from then on
 * without the name it was given. Neither happens when the upload was used meanwhile.
 */
export function attached(table: string, number: string, claims: readonly Claim[]): Writes {
  return claims.flatMap(({ upload: { id, owner, sizeBytes, expiresAt }, attachment }) => [
    {
      Put: {
        TableName: table,
        Item: { ...keyOf(id), upload: { id, owner, name: '', sizeBytes, used: true }, used: true, expiresAt },
        ConditionExpression: 'attribute_exists(pk) AND attribute_not_exists(used)',
      },
    },
    put(table, {
      pk: complaintKey(number),
      sk: sortKey.attachment(attachment.signal ?? 0, attachment.place),
      attachment,
    }),
  ]);
}
