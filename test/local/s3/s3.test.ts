import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { signedFetch } from '../signed-fetch.ts';
import { day, monday, type Town, town } from '../town.ts';

const resources = {
  Box: { Type: 'AWS::S3::Bucket' },
  Ruled: {
    Type: 'AWS::S3::Bucket',
    Properties: {
      LifecycleConfiguration: {
        Rules: [
          { Status: 'Enabled', Prefix: 'in/', TagFilters: [{ Key: 'state', Value: 'new' }], ExpirationInDays: 2 },
          { Status: 'Disabled', Prefix: 'out/', ExpirationInDays: 1 },
        ],
      },
      CorsConfiguration: {
        CorsRules: [
          { AllowedMethods: ['PUT'], AllowedOrigins: ['https://city.*'], AllowedHeaders: ['content-*'], MaxAge: 60 },
        ],
      },
    },
  },
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

test('a part of an object is read by its range, headed as the address asks', async () => {
  await s3('PUT', '/town-box/x', { body: 'abcdef', headers: { 'content-type': 'text/html' } });
  const part = async (range: string) => {
    const answer = await s3('GET', '/town-box/x', { headers: { range } });
    return [answer.status, answer.headers.get('content-range'), await answer.text()];
  };
  expect(await part('bytes=1-2')).toEqual([206, 'bytes 1-2/6', 'bc']);
  expect(await part('bytes=4-99')).toEqual([206, 'bytes 4-5/6', 'ef']);
  expect(await part('bytes=-2')).toEqual([206, 'bytes 4-5/6', 'ef']);
  expect(await part('lines=1-2')).toEqual([200, null, 'abcdef']);
  expect((await part('bytes=6-7')).slice(0, 2)).toEqual([416, null]);
  const headed = await s3(
    'GET',
    '/town-box/x?response-content-type=application%2Foctet-stream&response-content-disposition=attachment',
  );
  expect([headed.headers.get('content-type'), headed.headers.get('content-disposition')]).toEqual([
    'application/octet-stream',
    'attachment',
  ]);
});

test('an object whose SHA-256 is another, or that lies there already, is not taken', async () => {
  const put = (headers: Record<string, string>) => s3('PUT', '/town-box/x', { body: 'abc', headers });
  const wrong = await put({ 'x-amz-checksum-sha256': createHash('sha256').update('abd').digest('base64') });
  expect([wrong.status, /<Code>(\w+)/.exec(await wrong.text())?.[1]]).toEqual([400, 'BadDigest']);
  const right = { 'x-amz-checksum-sha256': createHash('sha256').update('abc').digest('base64') };
  expect((await put({ ...right, 'if-none-match': '*' })).status).toBe(200);
  expect((await put({ 'if-none-match': '*' })).status).toBe(412);
});

test('tags come with an object, are changed and taken off; another object has none of them', async () => {
  await s3('PUT', '/town-box/x', { body: 'abc', headers: { 'x-amz-tagging': 'state=new&of=kim%20a' } });
  const tags = async () => (await (await s3('GET', '/town-box/x?tagging=')).text()).match(/<Key>\w+|<Value>[^<]*/g);
  expect(await tags()).toEqual(['<Key>state', '<Value>new', '<Key>of', '<Value>kim a']);
  const body = '<Tagging><TagSet><Tag><Key>a</Key><Value>b</Value></Tag></TagSet></Tagging>';
  expect((await s3('PUT', '/town-box/x?tagging=', { body })).status).toBe(200);
  expect(await tags()).toEqual(['<Key>a', '<Value>b']);
  expect((await s3('DELETE', '/town-box/x?tagging=')).status).toBe(204);
  expect(await tags()).toBeNull();
  expect((await s3('DELETE', '/town-box/y?tagging=')).status).toBe(404);
});

test('the rules of a bucket let objects expire at the midnight after their days, by prefix and tag', async () => {
  for (const [key, tag] of [
    ['in/a', 'state=new'],
    ['in/b', 'state=old'],
    ['out/c', 'state=new'],
  ] as const)
    await s3('PUT', `/town-ruled/${key}`, { body: key, headers: { 'x-amz-tagging': tag } });
  const keys = async () => (await (await s3('GET', '/town-ruled?list-type=2')).text()).match(/<Key>[^<]+/g);
  // Put on Monday at 00:00 UTC: two days end on Wednesday at 00:00, a midnight itself.
  await place.pass(2 * day - 1);
  expect(await keys()).toHaveLength(3);
  await place.pass(1);
  expect(await keys()).toEqual(['<Key>in/b', '<Key>out/c']);
  expect((await s3('GET', '/town-ruled/in/a')).status).toBe(404);
  const files = () => readdirSync(join(place.home, 's3')).length;
  const before = files();
  await s3('PUT', '/town-ruled/d', { body: 'd' });
  expect(files()).toBe(before);
});

test('a page of another origin is let in as the bucket says', async () => {
  const address = await presigned('x');
  const ask = (origin: string, headers = 'content-type') =>
    fetch(address, {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'PUT', 'access-control-request-headers': headers },
    });
  const allowed = await ask('https://city.example');
  expect([allowed.status, allowed.headers.get('access-control-allow-origin')]).toEqual([200, 'https://city.example']);
  expect((await ask('https://other.example')).status).toBe(403);
  expect((await ask('https://city.example', 'x-secret')).status).toBe(403);
  const put = await fetch(address, { method: 'PUT', body: 'x', headers: { origin: 'https://city.example' } });
  expect([put.status, put.headers.get('access-control-allow-origin')]).toEqual([200, 'https://city.example']);
});

const presigned = (Key: string): Promise<string> => {
  const client = new S3Client({ ...place.sdk, forcePathStyle: true, requestChecksumCalculation: 'WHEN_REQUIRED' });
  return getSignedUrl(client, new PutObjectCommand({ Bucket: 'town-ruled', Key }), { signingDate: new Date(monday) });
};
