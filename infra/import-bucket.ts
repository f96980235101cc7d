import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { BlockPublicAccess, Bucket, BucketEncryption, HttpMethods, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';

/** Where what belongs to imports lies in their bucket; rights are given by folder. */
export const importFolders = {
  ImportFiles: 'uploads/*',
  ImportRows: 'rows/*',
  ImportParts: 'parts/*',
  ImportReports: 'reports/*',
} as const;

/**
 * Files to import, their rows while they are filed, and the reports of what became of them.
 *
 * All of it is personal and none of it lasts: an import that ends removes file and rows itself, one that never does is
 * forgotten after a week, a report after a month. It keeps no versions, because what is removed must be gone.
 */
export function importBucket(scope: Construct): Bucket {
  const forgotten = (prefix: string, days: number) => ({
    id: prefix.slice(0, -1),
    prefix,
    expiration: Duration.days(days),
  });
  return new Bucket(scope, 'ImportBucket', {
    encryption: BucketEncryption.S3_MANAGED,
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
    enforceSSL: true,
    lifecycleRules: [
      forgotten('uploads/', 7),
      forgotten('rows/', 7),
      forgotten('parts/', 7),
      forgotten('reports/', 30),
      { id: 'half-uploaded', abortIncompleteMultipartUploadAfter: Duration.days(1) },
    ],
    // Any page may try: what is taken is what the address was signed for.
    cors: [
      {
        allowedMethods: [HttpMethods.PUT, HttpMethods.GET],
        allowedOrigins: ['*'],
        allowedHeaders: ['content-type', 'x-amz-checksum-sha256'],
        maxAge: 3_600,
      },
    ],
    removalPolicy: RemovalPolicy.RETAIN,
  });
}
