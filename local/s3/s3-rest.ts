import { type Members, membersOf, numberOf, textOf } from '#local/template/reading.ts';
import { AwsError } from '#local/wire/aws-error.ts';
import type { RawAnswer, RestRequest } from '#local/wire/aws-service.ts';
import { unchunked } from './chunked-body.ts';

const bucketOperations: Readonly<Record<string, string>> = {
  PUT: 'CreateBucket',
  HEAD: 'HeadBucket',
  DELETE: 'DeleteBucket',
  GET: 'ListObjectsV2',
};
const objectOperations: Readonly<Record<string, string>> = {
  PUT: 'PutObject',
  GET: 'GetObject',
  HEAD: 'HeadObject',
  DELETE: 'DeleteObject',
};
const taggingOperations: Readonly<Record<string, string>> = {
  PUT: 'PutObjectTagging',
  GET: 'GetObjectTagging',
  DELETE: 'DeleteObjectTagging',
};
/** What a query may say beside the operation's own parameters: any other word names an operation that is left out. */
const knownWords =
  /^(list-type|prefix|delimiter|max-keys|start-after|continuation-token|encoding-type|fetch-owner|location|tagging|x-id|X-Amz-.*|response-.*)$/i;

/** Which operation of https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations.html a request means; buckets stand in the path. */
export function readS3Request({ method, path, query, headers, body }: RestRequest): {
  operation: string;
  input: Record<string, unknown>;
} {
  const [, bucket = '', ...rest] = path.split('/');
  const key = rest.join('/');
  const strange = [...query.keys()].find((word) => !knownWords.test(word));
  if (strange !== undefined) throw new AwsError('NotImplemented', `The local S3 does not know ?${strange}.`, 501);
  if (bucket === '') return { operation: 'ListBuckets', input: {} };
  if (key === '') {
    const operation = query.has('location') ? 'GetBucketLocation' : bucketOperations[method];
    if (operation === undefined) throw unknown(method, path);
    return { operation, input: { Bucket: bucket, ...listParameters(query) } };
  }
  const operation = (query.has('tagging') ? taggingOperations : objectOperations)[method];
  if (operation === undefined) throw unknown(method, path);
  if (operation === 'PutObject' && headers['x-amz-copy-source'] !== undefined)
    throw new AwsError('NotImplemented', 'The local S3 does not copy.', 501);
  const isChunked =
    headers['x-amz-content-sha256']?.startsWith('STREAMING') === true || headers['content-encoding'] === 'aws-chunked';
  const metadata = Object.entries(headers).filter(([name]) => name.startsWith('x-amz-meta-'));
  const sent =
    operation === 'PutObject'
      ? {
          Body: isChunked ? unchunked(body) : body,
          ContentType: headers['content-type'],
          IfNoneMatch: headers['if-none-match'],
          Tagging: headers['x-amz-tagging'],
          ChecksumSHA256: headers['x-amz-checksum-sha256'],
          Metadata: Object.fromEntries(metadata.map(([name, value]) => [name.slice('x-amz-meta-'.length), value])),
        }
      : operation === 'PutObjectTagging'
        ? { Body: body }
        : operation === 'GetObject'
          ? { Range: headers.range, ...asked(query) }
          : {};
  return { operation, input: { Bucket: bucket, Key: key, ...sent } };
}

/** The answer to an operation, in headers, bytes and XML as S3 writes them. */
export function writeS3Answer(operation: string, output: Members): RawAnswer {
  switch (operation) {
    case 'GetObject':
    case 'HeadObject': {
      // Of an answer to HEAD only the length goes out: it must be the object's.
      const body = output.Body instanceof Uint8Array ? output.Body : Buffer.alloc(numberOf(output.ContentLength) ?? 0);
      const status = output.ContentRange === undefined ? 200 : 206;
      return { status, headers: objectHeaders(output), body };
    }
    case 'PutObject':
      return { status: 200, headers: { etag: textOf(output.ETag) ?? '' }, body: '' };
    case 'PutObjectTagging':
      return { status: 200, headers: {}, body: '' };
    case 'GetObjectTagging':
      return xml('Tagging', output);
    case 'DeleteObject':
    case 'DeleteObjectTagging':
    case 'DeleteBucket':
      return { status: 204, headers: {}, body: '' };
    case 'CreateBucket':
    case 'HeadBucket':
      return { status: 200, headers: {}, body: '' };
    case 'ListBuckets':
      return xml('ListAllMyBucketsResult', output);
    case 'GetBucketLocation':
      return xml('LocationConstraint', output);
    default:
      return xml('ListBucketResult', output);
  }
}

/** An error as S3 writes it. */
export function writeS3Error(error: AwsError): RawAnswer {
  const name = error.name === 'AccessDeniedException' ? 'AccessDenied' : error.name;
  const status = name === 'AccessDenied' ? 403 : error.statusCode;
  return { ...xml('Error', { Code: name, Message: error.message }), status };
}

function listParameters(query: URLSearchParams): Record<string, unknown> {
  const named = {
    Prefix: query.get('prefix'),
    Delimiter: query.get('delimiter'),
    MaxKeys: query.get('max-keys'),
    StartAfter: query.get('start-after'),
    ContinuationToken: query.get('continuation-token'),
  };
  return Object.fromEntries(Object.entries(named).filter(([, value]) => value !== null));
}

/** How the answer is to be headed, as the address says. */
function asked(query: URLSearchParams): Record<string, unknown> {
  const words = { Type: 'type', Disposition: 'disposition', Encoding: 'encoding', Language: 'language' };
  const told = Object.entries(words).map(([name, word]) => [
    `ResponseContent${name}`,
    query.get(`response-content-${word}`),
  ]);
  const all = [...told, ['ResponseCacheControl', query.get('response-cache-control')]];
  return Object.fromEntries(all.filter(([, value]) => value !== null));
}

const optional = (name: string, value: unknown): Record<string, string> => {
  const text = textOf(value);
  return text === undefined ? {} : { [name]: text };
};

function objectHeaders(output: Members): Record<string, string> {
  const changed = output.LastModified;
  const metadata = Object.entries(membersOf(output.Metadata)).map(([name, value]) => [
    `x-amz-meta-${name}`,
    textOf(value) ?? '',
  ]);
  return {
    'content-type': textOf(output.ContentType) ?? 'application/octet-stream',
    etag: textOf(output.ETag) ?? '',
    ...optional('content-range', output.ContentRange),
    ...optional('content-disposition', output.ContentDisposition),
    ...optional('cache-control', output.CacheControl),
    'accept-ranges': 'bytes',
    'last-modified': new Date(typeof changed === 'number' ? changed * 1000 : 0).toUTCString(),
    ...Object.fromEntries(metadata),
  };
}

function xml(root: string, members: Members): RawAnswer {
  const namespace = root === 'Error' ? '' : ' xmlns="http://s3.amazonaws.com/doc/2006-03-01/"';
  const inner = Object.entries(members)
    .map(([name, value]) => element(name, value))
    .join('');
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n<${root}${namespace}>${inner}</${root}>`;
  return { status: 200, headers: { 'content-type': 'application/xml' }, body };
}

/** Lists repeat their element; `LastModified` is written as an instant. */
function element(name: string, value: unknown): string {
  if (value === undefined) return '';
  if (name === 'Buckets' && Array.isArray(value))
    return `<Buckets>${value.map((each) => element('Bucket', each)).join('')}</Buckets>`;
  if (name === 'TagSet' && Array.isArray(value))
    return `<TagSet>${value.map((each) => element('Tag', each)).join('')}</TagSet>`;
  if (Array.isArray(value)) return value.map((each) => element(name, each)).join('');
  if (typeof value === 'object' && value !== null) {
    return `<${name}>${Object.entries(value)
      .map(([member, each]) => element(member, each))
      .join('')}</${name}>`;
  }
  const text =
    (name === 'LastModified' || name === 'CreationDate') && typeof value === 'number'
      ? new Date(value * 1000).toISOString()
      : String(value);
  return `<${name}>${text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)}</${name}>`;
}

function unknown(method: string, path: string): AwsError {
  return new AwsError('MethodNotAllowed', `The local S3 does not know ${method} ${path}.`, 405);
}
