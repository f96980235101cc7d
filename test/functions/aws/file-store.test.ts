import { Readable } from 'node:stream';
import {
  DeleteObjectCommand,
  DeleteObjectTaggingCommand,
  GetObjectCommand,
  PutObjectCommand,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  downloadAddress,
  keepFile,
  layDownClean,
  readPart,
  removeFile,
  store,
  uploadAddress,
} from '#functions/aws/file-store.ts';
import { AttachmentId } from '#schemas/attachment.ts';
import { at } from '#test/functions/samples.ts';

const mock = mockClient(store);
beforeEach(() => {
  mock.reset();
  vi.stubEnv('AWS_REGION', 'ap-northeast-2');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIA');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
});

afterAll(() => vi.unstubAllEnvs());

const id = AttachmentId.parse('AAAAAAAAAAAAAAAAAAAAAA');
const failure = (name: string) =>
  new S3ServiceException({ name, $fault: 'client', $metadata: {}, message: `the store says ${name}` });
const whereFrom = { form: 'uploads', id } as const;

describe('an address to upload to', () => {
  it('is signed at the event’s time over length, tag, hash and that nothing lies there yet', async () => {
    const { url, headers } = await uploadAddress('files', { id, sizeBytes: 9, sha256: '00'.repeat(32) }, at, 900);
    const { searchParams: query, pathname } = new URL(url);
    expect(pathname).toBe(`/files/uploads/${id}`);
    expect(query.get('X-Amz-Date')).toBe(at.replaceAll(/[-:]|\.\d+/g, ''));
    expect(query.get('X-Amz-Expires')).toBe('900');
    expect(query.get('X-Amz-SignedHeaders')).toBe(
      'content-length;host;if-none-match;x-amz-checksum-sha256;x-amz-tagging',
    );
    expect(headers).toEqual({
      'content-length': '9',
      'if-none-match': '*',
      'x-amz-tagging': 'state=unfiled',
      'x-amz-checksum-sha256': 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=',
    });
    expect(url).not.toMatch(/crc32|checksum-algorithm/i);
  });
});

describe('an address to download from', () => {
  it('is signed at the event’s time for a download that is no page', async () => {
    const url = await downloadAddress('files', { form: 'clean', id }, 'attachment; filename="a"', {
      at,
      expiresIn: 60,
    });
    const { searchParams: query, pathname } = new URL(url);
    expect(pathname).toBe(`/files/clean/${id}`);
    expect(query.get('X-Amz-Expires')).toBe('60');
    expect(query.get('response-content-type')).toBe('application/octet-stream');
    expect(query.get('response-content-disposition')).toBe('attachment; filename="a"');
  });
});

describe('a part of a file', () => {
  it('is read with the size of the whole', async () => {
    const Body = { transformToByteArray: async () => new Uint8Array(Buffer.from('abc')) } as never;
    mock.on(GetObjectCommand).resolves({ Body, ContentRange: 'bytes 2-4/9' });
    const part = await readPart('files', whereFrom, 2, 3);
    expect(part).toEqual({ bytes: new Uint8Array(Buffer.from('abc')), sizeBytes: 9 });
    expect(mock.commandCalls(GetObjectCommand)[0]?.args[0].input).toEqual({
      Bucket: 'files',
      Key: `uploads/${id}`,
      Range: 'bytes=2-4',
    });
  });

  it.each([
    ['NoSuchKey', undefined],
    ['AccessDenied', undefined],
  ])('of none (%s: who may not list is told nothing else) is nothing', async (name, nothing) => {
    mock.on(GetObjectCommand).rejects(failure(name));
    expect(await readPart('files', whereFrom, 0, 1)).toBe(nothing);
  });

  it('may come later when the store is busy', async () => {
    mock.on(GetObjectCommand).rejects(failure('SlowDown'));
    await expect(readPart('files', whereFrom, 0, 1)).rejects.toMatchObject({ name: 'TransientFault' });
  });
});

describe('a file', () => {
  it('is kept by the loss of its tag', async () => {
    mock.on(DeleteObjectTaggingCommand).resolves({});
    await keepFile('files', id);
    expect(mock.commandCalls(DeleteObjectTaggingCommand)[0]?.args[0].input).toEqual({
      Bucket: 'files',
      Key: `uploads/${id}`,
    });
    mock.on(DeleteObjectTaggingCommand).rejects(failure('NoSuchKey'));
    await expect(keepFile('files', id)).rejects.toMatchObject({ name: 'TransientFault' });
  });

  it('is laid down clean beside the one that came, which is removed', async () => {
    mock.on(PutObjectCommand).resolves({});
    mock.on(DeleteObjectCommand).resolves({});
    async function* content() {
      yield Buffer.from('ab');
    }
    await layDownClean('files', id, content(), 2);
    await removeFile('files', id);
    const { Body, ...input } = mock.commandCalls(PutObjectCommand)[0]?.args[0].input ?? {};
    expect(input).toEqual({ Bucket: 'files', Key: `clean/${id}`, ContentLength: 2 });
    expect(Body).toBeInstanceOf(Readable);
    expect(mock.commandCalls(DeleteObjectCommand)[0]?.args[0].input).toEqual({ Bucket: 'files', Key: `uploads/${id}` });
  });
});
