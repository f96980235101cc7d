import { RemovalPolicy } from 'aws-cdk-lib';
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';

/** Where frozen audiences lie in their bucket; rights are given on these objects alone. */
export const AUDIENCES = 'audiences/*';

/**
 * The frozen audiences: who was to get which message, as ids of registrations under a key that names their hash.
 *
 * Versions are kept, so that an audience that was overwritten can be told from the one that was approved.
 */
export function audienceBucket(scope: Construct): Bucket {
  return new Bucket(scope, 'AudienceBucket', {
    encryption: BucketEncryption.S3_MANAGED,
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
    enforceSSL: true,
    versioned: true,
    removalPolicy: RemovalPolicy.RETAIN,
  });
}
