import { afterEach, beforeEach, expect, test } from 'vitest';
import { signedFetch } from '../signed-fetch.ts';
import { type Town, town } from '../town.ts';

const resources = {
  Box: { Type: 'AWS::S3::Bucket' },
  Policy: { Type: 'AWS::S3::BucketPolicy', Properties: { Bucket: { Ref: 'Box' } } },
};
let place: Town;

beforeEach(async () => {
  place = await town(resources);
});
afterEach(() => place.close());

const s3 = (method: string, path: string, more: { body?: string | Buffer; headers?: Record<string, string> } = {}) =>
  signedFetch(place, 's3', method, path, more);

test('an object comes out as it went in, over a restart', async () => {
  const body = Buffer.from([0, 1, 2, 255]);
  const put = await s3('PUT', '/town-box/a/b%20c.bin', {
    body,
    headers: { 'content-type': 'image/x', 'x-amz-meta-from': 'kim' },
  });
  expect(put.status).toBe(200);
  await place.close.keepingHome();
  place = await town(resources, { home: place.home });
  expect((await s3('HEAD', '/town-box/a/b%20c.bin')).headers.get('content-length')).toBe('4');
  const got = await s3('GET', '/town-box/a/b%20c.bin');
  expect(Buffer.from(await got.arrayBuffer())).toEqual(body);
  expect(Object.fromEntries(got.headers)).toMatchObject({
    'content-type': 'image/x',
    'x-amz-meta-from': 'kim',
    etag: put.headers.get('etag'),
    'last-modified': 'Mon, 23 Nov 2026 00:00:00 GMT',
  });
});

test('a list is paged and folded at a delimiter', async () => {
  for (const key of ['a/1', 'a/2', 'b', 'c/1']) await s3('PUT', `/town-box/${key}`, { body: key });
  const folded = await (await s3('GET', '/town-box?list-type=2&delimiter=%2F')).text();
  expect(folded.match(/<Key>[^<]+|<Prefix>[^<]+/g)).toEqual(
    ['<Key>b', '<Prefix>a&#47;', '<Prefix>c&#47;'].map((text) => text.replace('&#47;', '/')),
  );
  const first = await (await s3('GET', '/town-box?list-type=2&max-keys=3')).text();
  const [, next = ''] = /<NextContinuationToken>([^<]+)/.exec(first) ?? [];
  const second = await (await s3('GET', `/town-box?list-type=2&continuation-token=${next}`)).text();
  expect(second.match(/<Key>[^<]+/g)).toEqual(['<Key>c/1']);
});

test('a deleted object is gone, deleting twice is the same as once', async () => {
  await s3('PUT', '/town-box/x', { body: 'x' });
  for (let time = 0; time < 2; time += 1) expect((await s3('DELETE', '/town-box/x')).status).toBe(204);
  const answer = await s3('GET', '/town-box/x');
  expect([answer.status, /<Code>(\w+)/.exec(await answer.text())?.[1]]).toEqual([404, 'NoSuchKey']);
});

test('in process an object is read as bytes', async () => {
  await place.aws('s3', 'PutObject', { Bucket: 'town-box', Key: 'k', Body: '[1,2]' });
  const { Body } = await place.aws('s3', 'GetObject', { Bucket: 'town-box', Key: 'k' });
  expect(Buffer.from(Body as Uint8Array).toString()).toBe('[1,2]');
});

test('an unknown bucket, an operation that is left out and a wrong signature are refused', async () => {
  const codeOf = async (answer: Response) => /<Code>(\w+)/.exec(await answer.text())?.[1];
  expect(await codeOf(await s3('GET', '/nobody/x'))).toBe('NoSuchBucket');
  expect(await codeOf(await s3('GET', '/town-box?versioning='))).toBe('NotImplemented');
  const { accessKeyId } = place.sdk.credentials;
  const stranger = { ...place, sdk: { ...place.sdk, credentials: { accessKeyId, secretAccessKey: 'wrong' } } };
  expect((await signedFetch(stranger, 's3', 'GET', '/town-box?list-type=2')).status).toBe(403);
});
