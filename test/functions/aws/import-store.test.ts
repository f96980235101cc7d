import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import {
  fileAddress,
  isUploaded,
  layDown,
  readObject,
  removeObjects,
  reportAddress,
} from '#functions/aws/import-store.ts';
import { ImportId } from '#schemas/import.ts';
import { Instant } from '#schemas/instant.ts';

vi.stubEnv('AWS_REGION', 'ap-northeast-2');
vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIDEXAMPLE');
vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');

const mock = mockClient(S3Client);
beforeEach(() => mock.reset());

const id = ImportId.parse('7KQ4M2X8P0AB');
const term = { at: Instant.parse('2026-11-23T00:00:00.000Z'), expiresIn: 900 };
const fault = (name: string, httpStatusCode: number) =>
  new S3ServiceException({ name, $fault: 'client', $metadata: { httpStatusCode } });

describe('the addresses of an import', () => {
  test('take exactly the file that was told of: its size and its hash are signed for, from the instant of the request', async () => {
    const signed = await fileAddress('box', { id, sizeBytes: 5, sha256: 'ff'.repeat(32) }, term);
    expect(signed.headers).toEqual({
      'content-length': '5',
      'x-amz-checksum-sha256': Buffer.alloc(32, 255).toString('base64'),
    });
    const url = new URL(signed.url);
    expect(url.pathname).toBe('/box/uploads/7KQ4M2X8P0AB');
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      'X-Amz-Date': '20261123T000000Z',
      'X-Amz-Expires': '900',
      'X-Amz-SignedHeaders': 'content-length;host;x-amz-checksum-sha256',
    });
  });

  test('give the report as a download', async () => {
    const url = new URL(await reportAddress('box', id, 'import.xlsx', term));
    expect(url.pathname).toBe('/box/reports/7KQ4M2X8P0AB.xlsx');
    expect(url.searchParams.get('response-content-disposition')).toBe('attachment; filename="import.xlsx"');
  });
});

describe('the objects of an import', () => {
  test('are laid down, removed, and absent ones are told from a bucket that is busy', async () => {
    await layDown('box', 'rows/1', '[]');
    expect(mock.commandCalls(PutObjectCommand)[0]?.args[0].input).toEqual({
      Bucket: 'box',
      Key: 'rows/1',
      Body: '[]',
      ContentType: 'application/json',
    });
    await removeObjects('box', ['a', 'b']);
    expect(mock.commandCalls(DeleteObjectCommand).map(({ args }) => args[0].input.Key)).toEqual(['a', 'b']);
    mock
      .on(HeadObjectCommand)
      .resolvesOnce({})
      .rejectsOnce(fault('NotFound', 404))
      .rejectsOnce(fault('Forbidden', 403));
    expect([await isUploaded('box', id), await isUploaded('box', id), await isUploaded('box', id)]).toEqual([
      true,
      false,
      false,
    ]);
    mock.on(GetObjectCommand).rejectsOnce(fault('NoSuchKey', 404)).rejectsOnce(fault('SlowDown', 503));
    expect(await readObject('box', 'a')).toBeUndefined();
    await expect(readObject('box', 'a')).rejects.toMatchObject({ name: 'TransientFault', message: 'reading a' });
  });
});
