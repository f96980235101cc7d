import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  CfnBucket,
  HttpMethods,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';

/** The folders of the bucket: files as they came, and without what they told about their makers. Rights are given by folder. */
export const folders = { uploads: 'uploads/*', clean: 'clean/*' } as const;

/** The tag that an upload bears until it is filed. */
const unfiled = { state: 'unfiled' } as const;

/** Days after which an upload that was never filed is forgotten: the function that keeps a file has as long to do so. */
const UNFILED_DAYS = 7;

/** The bucket of what people uploaded, and the key it is encrypted under. */
export type Files = { readonly bucket: Bucket; readonly key: Key };

/**
 * What people uploaded, each object under random bits, written once.
 *
 * - It keeps no versions: a photo that told where its protected reporter lives must be gone when its clean form stands there.
 *   Nothing is overwritten, because every upload is refused where an object is.
 * - An upload bears a tag until it is filed; by it those never filed are forgotten.
 * - It has a key of ours, as the identities: photos and voices are people.
 */
export function fileBucket(scope: Construct): Files {
  const key = new Key(scope, 'FileKey', {
    description: 'Encrypts what people uploaded',
    enableKeyRotation: true,
    pendingWindow: Duration.days(30),
    // Without it every attachment would be unreadable for ever.
    removalPolicy: RemovalPolicy.RETAIN,
  });
  const closed = {
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
    enforceSSL: true,
    removalPolicy: RemovalPolicy.RETAIN,
  };
  // It holds network addresses of who uploaded, protected reporters among them: long enough to look into a leak, and no longer.
  const looks = new Bucket(scope, 'FileAccessLog', {
    ...closed,
    encryption: BucketEncryption.S3_MANAGED,
    lifecycleRules: [{ id: 'ninety-days', expiration: Duration.days(90) }],
  });
  const bucket = new Bucket(scope, 'FileBucket', {
    ...closed,
    encryption: BucketEncryption.KMS,
    encryptionKey: key,
    bucketKeyEnabled: true,
    lifecycleRules: [
      { id: 'never-filed', prefix: 'uploads/', tagFilters: unfiled, expiration: Duration.days(UNFILED_DAYS) },
      { id: 'half-uploaded', abortIncompleteMultipartUploadAfter: Duration.days(1) },
    ],
    // Any page may try: what is taken is what the address was signed for.
    cors: [
      {
        allowedMethods: [HttpMethods.PUT, HttpMethods.GET],
        allowedOrigins: ['*'],
        allowedHeaders: ['content-type', 'if-none-match', 'x-amz-tagging', 'x-amz-checksum-sha256'],
        maxAge: 3_600,
      },
    ],
  });
  logLooks(bucket, looks);
  return { bucket, key };
}

/** Has S3 write down who asked for which object; by hand, because CDK would open the log by an ACL, which neither bucket knows. */
function logLooks(bucket: Bucket, into: Bucket): void {
  const resource = bucket.node.defaultChild;
  if (!(resource instanceof CfnBucket)) throw new Error('the bucket of files is no bucket');
  resource.loggingConfiguration = { destinationBucketName: into.bucketName, logFilePrefix: 'files/' };
  into.addToResourcePolicy(
    new PolicyStatement({
      principals: [new ServicePrincipal('logging.s3.amazonaws.com')],
      actions: ['s3:PutObject'],
      resources: [into.arnForObjects('files/*')],
      conditions: {
        ArnLike: { 'aws:SourceArn': bucket.bucketArn },
        StringEquals: { 'aws:SourceAccount': Stack.of(bucket).account },
      },
    }),
  );
}
