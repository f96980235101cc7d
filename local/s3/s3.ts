import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { VirtualClock } from '#local/clock/virtual-clock.ts';
import type { Journal } from '#local/journal/journal.ts';
import { region } from '#local/template/place.ts';
import { type Created, type Provider, physicalName, type Resource } from '#local/template/provider.ts';
import { type Members, membersOf, needText, numberOf, textOf } from '#local/template/reading.ts';
import { AwsError } from '#local/wire/aws-error.ts';
import type {
  AwsCall,
  CrossOriginRequest,
  Permission,
  RawAnswer,
  RestRequest,
  Service,
} from '#local/wire/aws-service.ts';
import { corsHeaders } from './bucket-cors.ts';
import { byteRange } from './byte-range.ts';
import { expiresAt, type LifecycleRule, lifecycleRules } from './lifecycle.ts';
import { type ObjectFacts, ObjectStore } from './object-store.ts';
import { readS3Request, writeS3Answer, writeS3Error } from './s3-rest.ts';

const MOST_LISTED = 1_000;
type Operation = (input: Members) => Promise<Record<string, unknown>>;

/**
 * Buckets with objects on disk.
 *
 * Imitates https://docs.aws.amazon.com/AmazonS3/latest/API/Welcome.html: put, get (ranges too), head, delete, list, tags; a bucket's
 * rules of expiry, by the virtual clock, and for browsers of other origins.
 * Left out: versions, Object Lock, multipart uploads, copies, notifications, forms of browsers; checksums other than SHA-256;
 * buckets in the host name.
 */
export class S3 implements Service {
  readonly provider: Provider = { types: ['AWS::S3::Bucket'], create: (resource) => this.#create(resource) };
  readonly #clock: VirtualClock;
  readonly #store: ObjectStore;
  readonly #buckets: Set<string>;
  readonly #rules = new Map<string, LifecycleRule[]>();
  readonly #cors = new Map<string, unknown>();
  /** The day on which a bucket was last looked through for what has expired. */
  readonly #sweptOn = new Map<string, number>();
  readonly #operations: Readonly<Record<string, Operation>>;

  /** @param home the folder under which the objects lie */
  constructor({ journal, clock, home }: { journal: Journal; clock: VirtualClock; home: string }) {
    this.#clock = clock;
    this.#store = new ObjectStore(journal, join(home, 's3'));
    this.#buckets = new Set(this.#store.buckets());
    this.#operations = {
      CreateBucket: async (input) => {
        const bucket = needText(input, 'Bucket');
        this.#buckets.add(bucket);
        await this.#store.keepBucket(bucket);
        return { Location: `/${bucket}` };
      },
      DeleteBucket: async (input) => {
        const bucket = this.#bucket(input);
        if (this.#store.list(bucket, '', '').length > 0)
          throw new AwsError('BucketNotEmpty', 'The bucket you tried to delete is not empty', 409);
        this.#buckets.delete(bucket);
        await this.#store.forgetBucket(bucket);
        return {};
      },
      HeadBucket: async (input) => {
        this.#bucket(input);
        return { BucketRegion: region };
      },
      ListBuckets: async () => ({ Buckets: [...this.#buckets].map((Name) => ({ Name })) }),
      GetBucketLocation: async (input) => {
        this.#bucket(input);
        return { LocationConstraint: region };
      },
      PutObject: async (input) => this.#put(input),
      GetObject: async (input) => {
        const facts = this.#find(input, 'NoSuchKey');
        return this.#read(facts, input);
      },
      HeadObject: async (input) => described(this.#find(input, 'NotFound')),
      DeleteObject: async (input) => {
        const facts = this.#store.find(this.#bucket(input), needText(input, 'Key'));
        if (facts !== undefined) await this.#store.remove(facts);
        return {};
      },
      GetObjectTagging: async (input) => {
        const { tags } = this.#find(input, 'NoSuchKey');
        return { TagSet: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) };
      },
      PutObjectTagging: async (input) => {
        await this.#store.tag(this.#find(input, 'NoSuchKey'), tagsInXml(input.Body));
        return {};
      },
      DeleteObjectTagging: async (input) => {
        await this.#store.tag(this.#find(input, 'NoSuchKey'), {});
        return {};
      },
      ListObjectsV2: async (input) => this.#list(input),
    };
  }

  async call({ operation, input }: AwsCall): Promise<Record<string, unknown>> {
    const run = this.#operations[operation];
    if (run === undefined)
      throw new AwsError('NotImplemented', `The local S3 does not know the operation ${operation}.`, 501);
    return run(input);
  }

  permissions(operation: string, input: Members): Permission[] {
    const actions: Readonly<Record<string, string>> = {
      HeadObject: 'GetObject',
      ListObjectsV2: 'ListBucket',
      HeadBucket: 'ListBucket',
      ListBuckets: 'ListAllMyBuckets',
    };
    const bucket = textOf(input.Bucket);
    const key = textOf(input.Key);
    const resource = bucket === undefined ? '*' : `arn:aws:s3:::${bucket}${key === undefined ? '' : `/${key}`}`;
    const tagging = operation === 'PutObject' && input.Tagging !== undefined ? ['PutObjectTagging'] : [];
    return [actions[operation] ?? operation, ...tagging].map((action) => ({ action: `s3:${action}`, resource }));
  }

  readRest(request: RestRequest): { operation: string; input: Record<string, unknown> } {
    return readS3Request(request);
  }

  writeRest(operation: string, output: Record<string, unknown>): RawAnswer {
    return writeS3Answer(operation, output);
  }

  /** What lets a browser of another origin in; `undefined` when nothing does. */
  crossOrigin({ path, ...request }: CrossOriginRequest): Record<string, string> | undefined {
    return corsHeaders(this.#cors.get(path.split('/')[1] ?? ''), request);
  }

  writeRestError(error: AwsError): RawAnswer {
    return writeS3Error(error);
  }

  async #put(input: Members): Promise<Record<string, unknown>> {
    const [bucket, key] = [this.#bucket(input), needText(input, 'Key')];
    if (textOf(input.IfNoneMatch) === '*' && this.#store.find(bucket, key) !== undefined) {
      throw new AwsError('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold', 412);
    }
    const body = input.Body instanceof Uint8Array ? input.Body : Buffer.from(textOf(input.Body) ?? '');
    const checksum = textOf(input.ChecksumSHA256);
    if (checksum !== undefined && createHash('sha256').update(body).digest('base64') !== checksum) {
      throw new AwsError('BadDigest', 'The SHA256 you specified did not match the calculated checksum.', 400);
    }
    await this.#sweep(bucket);
    const metadata = Object.fromEntries(
      Object.entries(membersOf(input.Metadata)).map(([name, value]) => [name, textOf(value) ?? '']),
    );
    const tags = Object.fromEntries(new URLSearchParams(textOf(input.Tagging) ?? ''));
    const contentType = textOf(input.ContentType) ?? 'application/octet-stream';
    const facts = await this.#store.put(
      { bucket, key, contentType, metadata, tags, changedAt: this.#clock.now() },
      body,
    );
    return { ETag: facts.etag };
  }

  #list(input: Members): Record<string, unknown> {
    const bucket = this.#bucket(input);
    const prefix = textOf(input.Prefix) ?? '';
    const delimiter = textOf(input.Delimiter);
    const most = Math.min(numberOf(input.MaxKeys) ?? MOST_LISTED, MOST_LISTED);
    const token = textOf(input.ContinuationToken);
    const after = token === undefined ? (textOf(input.StartAfter) ?? '') : Buffer.from(token, 'base64url').toString();
    const found = this.#store.list(bucket, prefix, after).filter((facts) => !this.#hasExpired(facts));
    const shown = found.slice(0, most);
    const folders = new Set<string>();
    const contents = shown.filter(({ key }) => {
      const end = delimiter === undefined ? -1 : key.indexOf(delimiter, prefix.length);
      if (end >= 0) folders.add(key.slice(0, end + (delimiter?.length ?? 0)));
      return end < 0;
    });
    const last = shown.at(-1);
    const isTruncated = found.length > shown.length && last !== undefined;
    return {
      Name: bucket,
      Prefix: prefix,
      KeyCount: contents.length + folders.size,
      MaxKeys: most,
      IsTruncated: isTruncated,
      ...(isTruncated ? { NextContinuationToken: Buffer.from(last.key).toString('base64url') } : {}),
      Contents: contents.map((facts) => ({
        Key: facts.key,
        LastModified: facts.changedAt / 1000,
        ETag: facts.etag,
        Size: facts.size,
        StorageClass: 'STANDARD',
      })),
      CommonPrefixes: [...folders].map((Prefix) => ({ Prefix })),
    };
  }

  #bucket(input: Members): string {
    const bucket = needText(input, 'Bucket');
    if (!this.#buckets.has(bucket)) throw new AwsError('NoSuchBucket', 'The specified bucket does not exist', 404);
    return bucket;
  }

  #find(input: Members, errorName: string): ObjectFacts {
    const facts = this.#store.find(this.#bucket(input), needText(input, 'Key'));
    if (facts === undefined || this.#hasExpired(facts))
      throw new AwsError(errorName, 'The specified key does not exist.', 404);
    return facts;
  }

  #hasExpired(facts: ObjectFacts): boolean {
    const at = expiresAt(this.#rules.get(facts.bucket) ?? [], facts);
    return at !== undefined && at <= this.#clock.now();
  }

  /** Removes what has expired; nobody sees it before, so once a day is enough. */
  async #sweep(bucket: string): Promise<void> {
    const today = Math.floor(this.#clock.now() / 86_400_000);
    if ((this.#rules.get(bucket) ?? []).length === 0 || this.#sweptOn.get(bucket) === today) return;
    this.#sweptOn.set(bucket, today);
    for (const facts of this.#store.list(bucket, '', '')) if (this.#hasExpired(facts)) await this.#store.remove(facts);
  }

  async #read(facts: ObjectFacts, input: Members): Promise<Record<string, unknown>> {
    const range = byteRange(textOf(input.Range), facts.size);
    if (range === 'unsatisfiable') throw new AwsError('InvalidRange', 'The requested range is not satisfiable', 416);
    const { first, last } = range ?? { first: 0, last: facts.size - 1 };
    return {
      ...described(facts),
      Body: await this.#store.read(facts, first, last - first + 1),
      ContentType: textOf(input.ResponseContentType) ?? facts.contentType,
      ContentDisposition: input.ResponseContentDisposition,
      CacheControl: input.ResponseCacheControl,
      ...(range === undefined
        ? {}
        : { ContentLength: last - first + 1, ContentRange: `bytes ${first}-${last}/${facts.size}` }),
    };
  }

  async #create(resource: Resource): Promise<Created> {
    // Bucket names know no capitals.
    const name = physicalName(resource, 'BucketName').toLowerCase();
    this.#buckets.add(name);
    this.#rules.set(name, lifecycleRules(resource.properties.LifecycleConfiguration));
    this.#cors.set(name, resource.properties.CorsConfiguration);
    const domain = `${name}.s3.${region}.amazonaws.com`;
    return {
      ref: name,
      attributes: { Arn: `arn:aws:s3:::${name}`, DomainName: `${name}.s3.amazonaws.com`, RegionalDomainName: domain },
    };
  }
}

/** Tags as PutObjectTagging brings them. */
function tagsInXml(body: unknown): Record<string, string> {
  const text = body instanceof Uint8Array ? Buffer.from(body).toString('utf8') : '';
  const pairs = [...text.matchAll(/<Tag>\s*<Key>([^<]*)<\/Key>\s*<Value>([^<]*)<\/Value>\s*<\/Tag>/g)];
  return Object.fromEntries(pairs.map(([, key = '', value = '']) => [key, value]));
}

function described(facts: ObjectFacts): Record<string, unknown> {
  return {
    ContentType: facts.contentType,
    ContentLength: facts.size,
    ETag: facts.etag,
    LastModified: facts.changedAt / 1000,
    Metadata: facts.metadata,
  };
}
