import { beforeAll, describe, expect, it } from 'vitest';
import { timeout } from '#infra/rooms.ts';
import { APP_TRIES } from '#rules/notices/app-patience.ts';
import { attribute, ref, type TheTemplate, theTemplate } from '#test/infra/the-template.ts';

let city: TheTemplate;
beforeAll(async () => {
  city = await theTemplate();
});

describe('tables', () => {
  it.each([
    'ComplaintTable',
    'CityTable',
    'IdentityTable',
    'SubscriptionTable',
    'StatisticsTable',
    'EmergencyTable',
    'RegistryTable',
    'DeliveryTable',
    'ImportTable',
  ])('%s can be restored, not deleted, and is encrypted', (id) => {
    const table = city.one('AWS::DynamoDB::Table', id);
    expect(table).toMatchObject({
      BillingMode: 'PAY_PER_REQUEST',
      DeletionProtectionEnabled: true,
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true, RecoveryPeriodInDays: 35 },
      SSESpecification: { SSEEnabled: true },
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
    });
    expect(city.deletionPolicies('AWS::DynamoDB::Table').get(id)).toBe('Retain');
  });

  it('the complaint table streams keys alone and lets idempotency items expire', () => {
    expect(city.one('AWS::DynamoDB::Table', 'ComplaintTable')).toMatchObject({
      StreamSpecification: { StreamViewType: 'KEYS_ONLY' },
      TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
    });
  });

  it('the identity table has a key of its own, which turns and stays, and tells no stream', () => {
    const table = city.one('AWS::DynamoDB::Table', 'IdentityTable');
    expect(table).toMatchObject({ SSESpecification: { KMSMasterKeyId: attribute('IdentityKey'), SSEType: 'KMS' } });
    for (const member of ['StreamSpecification', 'GlobalSecondaryIndexes', 'TimeToLiveSpecification'])
      expect(table).not.toHaveProperty(member);
    expect(city.one('AWS::KMS::Key', 'IdentityKey')).toMatchObject({
      EnableKeyRotation: true,
      PendingWindowInDays: 30,
    });
    expect(city.deletionPolicies('AWS::KMS::Key').get('IdentityKey')).toBe('Retain');
  });

  it('the complaint table’s indexes carry what the lists show, and one of them the words that the search compares', () => {
    const { GlobalSecondaryIndexes } = city.one('AWS::DynamoDB::Table', 'ComplaintTable');
    expect(GlobalSecondaryIndexes).toMatchObject([
      {
        IndexName: 'ByHandler',
        KeySchema: [
          { AttributeName: 'handler', KeyType: 'HASH' },
          { AttributeName: 'dueAt', KeyType: 'RANGE' },
        ],
        Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['listed'] },
      },
      {
        IndexName: 'ByWork',
        KeySchema: [
          { AttributeName: 'work', KeyType: 'HASH' },
          { AttributeName: 'since', KeyType: 'RANGE' },
        ],
        Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['need'] },
      },
      {
        IndexName: 'ByDepartment',
        KeySchema: [
          { AttributeName: 'department', KeyType: 'HASH' },
          { AttributeName: 'receivedAt', KeyType: 'RANGE' },
        ],
        Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['listed', 'words'] },
      },
    ]);
  });
});

describe('what messages to many are kept in', () => {
  it('the messages stream keys alone; registrations and deliveries tell no stream, and registrations expire', () => {
    expect(city.one('AWS::DynamoDB::Table', 'EmergencyTable')).toMatchObject({
      StreamSpecification: { StreamViewType: 'KEYS_ONLY' },
    });
    for (const id of ['RegistryTable', 'DeliveryTable'])
      expect(city.one('AWS::DynamoDB::Table', id)).not.toHaveProperty('StreamSpecification');
    expect(city.one('AWS::DynamoDB::Table', 'RegistryTable')).toMatchObject({
      TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
    });
  });

  it('frozen audiences lie in a bucket that is encrypted, closed to the public, and keeps versions', () => {
    expect(city.one('AWS::S3::Bucket', 'AudienceBucket')).toMatchObject({
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
      },
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
      VersioningConfiguration: { Status: 'Enabled' },
    });
    expect(city.deletionPolicies('AWS::S3::Bucket').get('AudienceBucket')).toBe('Retain');
    expect(JSON.stringify(city.one('AWS::S3::BucketPolicy', 'AudienceBucketPolicy'))).toContain('aws:SecureTransport');
  });
});

describe('what people uploaded', () => {
  it('lies under a key of its own, closed to the public, without versions, and who asks for it is logged', () => {
    const bucket = city.one('AWS::S3::Bucket', 'FileBucket');
    expect(bucket).toMatchObject({
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [
          {
            BucketKeyEnabled: true,
            ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: attribute('FileKey') },
          },
        ],
      },
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
      OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
      LoggingConfiguration: { DestinationBucketName: ref('FileAccessLog'), LogFilePrefix: 'files/' },
    });
    expect(bucket).not.toHaveProperty('VersioningConfiguration');
    expect(city.one('AWS::KMS::Key', 'FileKey')).toMatchObject({ EnableKeyRotation: true, PendingWindowInDays: 30 });
    for (const id of ['FileBucket', 'FileAccessLog']) {
      expect(city.deletionPolicies('AWS::S3::Bucket').get(id)).toBe('Retain');
      expect(JSON.stringify(city.one('AWS::S3::BucketPolicy', `${id}Policy`))).toContain('aws:SecureTransport');
    }
    expect(JSON.stringify(city.one('AWS::S3::BucketPolicy', 'FileAccessLogPolicy'))).toContain('logging.s3.');
  });

  it('keeps who asked for what for ninety days: network addresses are people', () => {
    expect(city.one('AWS::S3::Bucket', 'FileAccessLog')).toMatchObject({
      LifecycleConfiguration: { Rules: [{ Status: 'Enabled', ExpirationInDays: 90 }] },
    });
  });

  it('is forgotten after a week if it was never filed, and taken from any page by a signed address', () => {
    expect(city.one('AWS::S3::Bucket', 'FileBucket')).toMatchObject({
      LifecycleConfiguration: {
        Rules: [
          {
            Status: 'Enabled',
            Prefix: 'uploads/',
            TagFilters: [{ Key: 'state', Value: 'unfiled' }],
            ExpirationInDays: 7,
          },
          { Status: 'Enabled', AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 } },
        ],
      },
      CorsConfiguration: { CorsRules: [{ AllowedMethods: ['PUT', 'GET'], AllowedOrigins: ['*'] }] },
    });
  });
});

describe('queues', () => {
  it('every queue is encrypted and answers over TLS only', () => {
    const queues = city.all('AWS::SQS::Queue');
    const policies = city.all('AWS::SQS::QueuePolicy');
    expect([...queues.keys()].sort()).toEqual([
      'AppDeadLetters',
      'AppQueue',
      'CalendarDeadLetters',
      'CalendarQueue',
      'EmergencyDeadLetters',
      'FileDeadLetters',
      'ImportDeadLetters',
      'InstitutionDeadLetters',
      'InstitutionQueue',
      'NeedsAPersonDeadLetters',
      'NoticeDeadLetters',
      'NoticeQueue',
      'RelayDeadLetters',
      'RelayQueue',
      'SweepDeadLetters',
    ]);
    for (const [id, queue] of queues) {
      expect(queue, id).toMatchObject({ SqsManagedSseEnabled: true });
      expect(policies.get(`${id}Policy`), id).toMatchObject({
        PolicyDocument: {
          Statement: expect.arrayContaining([
            expect.objectContaining({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
          ]),
        },
      });
    }
  });

  it.each([
    ['RelayQueue', 'RelayDeadLetters', timeout.relay],
    ['NoticeQueue', 'NoticeDeadLetters', timeout.notices],
    ['CalendarQueue', 'CalendarDeadLetters', timeout.calendar],
    ['InstitutionQueue', 'InstitutionDeadLetters', timeout.institutions],
  ])('a message of %s is a dead letter after five deliveries, six timeouts apart', (queue, deadLetters, seconds) => {
    expect(city.one('AWS::SQS::Queue', queue)).toMatchObject({
      VisibilityTimeout: 6 * seconds,
      RedrivePolicy: { maxReceiveCount: 5, deadLetterTargetArn: attribute(deadLetters) },
    });
  });

  it('a message to a channel app keeps its order, and is a dead letter after more tries than a day has', () => {
    expect(city.one('AWS::SQS::Queue', 'AppQueue')).toMatchObject({
      FifoQueue: true,
      VisibilityTimeout: 6 * timeout['channel-apps'],
      RedrivePolicy: { maxReceiveCount: APP_TRIES, deadLetterTargetArn: attribute('AppDeadLetters') },
    });
    expect(city.one('AWS::SQS::Queue', 'AppDeadLetters')).toMatchObject({ FifoQueue: true });
  });

  it('dead letters stay fourteen days', () => {
    for (const [id, queue] of city.all('AWS::SQS::Queue')) {
      if (id.endsWith('DeadLetters')) expect(queue, id).toMatchObject({ MessageRetentionPeriod: 14 * 24 * 60 * 60 });
    }
  });
});

describe('topics', () => {
  it('are encrypted, the alarm topic under a key that CloudWatch may use', () => {
    for (const role of ['AuditOffice', 'Operator', 'DutyLead', 'EmergencyOfficials', 'EmergencyApps']) {
      expect(city.one('AWS::SNS::Topic', `${role}Topic`)).toMatchObject({ KmsMasterKeyId: 'alias/aws/sns' });
    }
    expect(city.one('AWS::SNS::Topic', 'AlarmTopic')).toMatchObject({ KmsMasterKeyId: attribute('AlarmKey') });
    const key = city.one('AWS::KMS::Key', 'AlarmKey');
    expect(key).toMatchObject({ EnableKeyRotation: true });
    expect(JSON.stringify(key)).toContain('cloudwatch.amazonaws.com');
  });

  it('the one of the channel apps keeps order, and reaches the queue of those with an address, unwrapped', () => {
    expect(city.one('AWS::SNS::Topic', 'AppTopic')).toMatchObject({ FifoTopic: true, KmsMasterKeyId: 'alias/aws/sns' });
    expect(city.one('AWS::SNS::Subscription', 'TopicToApps')).toMatchObject({
      Protocol: 'sqs',
      Endpoint: attribute('AppQueue'),
      RawMessageDelivery: true,
      FilterPolicy: { endpoint: ['https'] },
      RedrivePolicy: { deadLetterTargetArn: attribute('AppDeadLetters') },
    });
    for (const id of ['AppQueue', 'AppDeadLetters']) {
      const policy = JSON.stringify(city.one('AWS::SQS::QueuePolicy', `${id}Policy`));
      expect(policy, id).toContain('"Principal":{"Service":"sns.amazonaws.com"}');
      expect(policy, id).toContain('{"ArnEquals":{"aws:SourceArn":{"Ref":"AppTopic"}}}');
    }
  });

  it('are published to over TLS only', () => {
    for (const [id, policy] of city.all('AWS::SNS::TopicPolicy')) {
      expect(JSON.stringify(policy), id).toContain('"Condition":{"Bool":{"aws:SecureTransport":"false"}}');
    }
  });
});

describe('logs', () => {
  it('are kept for thirteen months and outlive the stack', () => {
    const groups = city.all('AWS::Logs::LogGroup');
    // Beside the functions': of three state machines, and of who asked the API for what.
    expect(groups.size).toBe(city.all('AWS::Lambda::Function').size + 4);
    for (const [id, group] of groups) expect(group, id).toMatchObject({ RetentionInDays: 400 });
    for (const [id, policy] of city.deletionPolicies('AWS::Logs::LogGroup')) expect(policy, id).toBe('Retain');
  });
});
