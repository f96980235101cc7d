import { join } from 'node:path';
import type { VirtualClock } from '#local/clock/virtual-clock.ts';
import type { Journal } from '#local/journal/journal.ts';
import { region } from '#local/template/place.ts';
import { type Created, type Provider, physicalName, type Resource } from '#local/template/provider.ts';
import { type Members, membersOf, needText, numberOf, textOf } from '#local/template/reading.ts';
import { AwsError } from '#local/wire/aws-error.ts';
import type { AwsCall, Permission, RawAnswer, RestRequest, Service } from '#local/wire/aws-service.ts';
import { type ObjectFacts, ObjectStore } from './object-store.ts';
import { readS3Request, writeS3Answer, writeS3Error } from './s3-rest.ts';

const MOST_LISTED = 1_000;
type Operation = (input: Members) => Promise<Record<string, unknown>>;

/**
 * Buckets with objects on disk.
 *
 * Imitates https://docs.aws.amazon.com/AmazonS3/latest/API/Welcome.html: put, get, head, delete, list.
 * Left out: versions, Object Lock, multipart uploads, ranges, copies, notifications, lifecycle; buckets in the host name.
 */
export class S3 implements Service {
  readonly provider: Provider = { types: ['AWS::S3::Bucket'], create: (resource) => this.#create(resource) };
  readonly #clock: VirtualClock;
  readonly #store: ObjectStore;
  readonly #buckets: Set<string>;
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
        return { ...described(facts), Body: await this.#store.read(facts) };
      },
      HeadObject: async (input) => described(this.#find(input, 'NotFound')),
      DeleteObject: async (input) => {
        const facts = this.#store.find(this.#bucket(input), needText(input, 'Key'));
        if (facts !== undefined) await this.#store.remove(facts);
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
    return [{ action: `s3:${actions[operation] ?? operation}`, resource }];
  }

  readRest(request: RestRequest): { operation: string; input: Record<string, unknown> } {
    return readS3Request(request);
  }

  writeRest(operation: string, output: Record<string, unknown>): RawAnswer {
    return writeS3Answer(operation, output);
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
    const metadata = Object.fromEntries(
      Object.entries(membersOf(input.Metadata)).map(([name, value]) => [name, textOf(value) ?? '']),
    );
    const contentType = textOf(input.ContentType) ?? 'application/octet-stream';
    const facts = await this.#store.put({ bucket, key, contentType, metadata, changedAt: this.#clock.now() }, body);
    return { ETag: facts.etag };
  }

  #list(input: Members): Record<string, unknown> {
    const bucket = this.#bucket(input);
    const prefix = textOf(input.Prefix) ?? '';
    const delimiter = textOf(input.Delimiter);
    const most = Math.min(numberOf(input.MaxKeys) ?? MOST_LISTED, MOST_LISTED);
    const token = textOf(input.ContinuationToken);
    const after = token === undefined ? (textOf(input.StartAfter) ?? '') : Buffer.from(token, 'base64url').toString();
    const found = this.#store.list(bucket, prefix, after);
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
    if (facts === undefined) throw new AwsError(errorName, 'The specified key does not exist.', 404);
    return facts;
  }

  async #create(resource: Resource): Promise<Created> {
    // Bucket names know no capitals.
    const name = physicalName(resource, 'BucketName').toLowerCase();
    this.#buckets.add(name);
    const domain = `${name}.s3.${region}.amazonaws.com`;
    return {
      ref: name,
      attributes: { Arn: `arn:aws:s3:::${name}`, DomainName: `${name}.s3.amazonaws.com`, RegionalDomainName: domain },
    };
  }
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
