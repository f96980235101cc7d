import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { acknowledgements } from '#infra/acknowledgements.ts';
import { functionsOf } from '#infra/wiring.ts';
import { attribute, ref, type TheTemplate, theTemplate } from '#test/infra/the-template.ts';

const root = join(import.meta.dirname, '..', '..');
let city: TheTemplate;
beforeAll(async () => {
  city = await theTemplate();
});

const roleOf = (id: string): string => JSON.stringify(city.one('AWS::IAM::Role', `${id}Role`).Policies);

describe('the state machine of imports', () => {
  it('is deployed as workflows/import.asl.json says, to the letter, and finds its tasks and its bucket', () => {
    const machine = city.one('AWS::StepFunctions::StateMachine', 'ImportMachine');
    expect(machine.DefinitionString).toBe(readFileSync(join(root, 'workflows', 'import.asl.json'), 'utf8'));
    const tasks = functionsOf('imports').map((id) => [id, attribute(id)] as const);
    expect(machine.DefinitionSubstitutions).toEqual({
      ...Object.fromEntries(tasks),
      ImportBucket: ref('ImportBucket'),
    });
  });

  it('is standard, traced, and logs every event without its data', () => {
    expect(city.one('AWS::StepFunctions::StateMachine', 'ImportMachine')).toMatchObject({
      StateMachineType: 'STANDARD',
      TracingConfiguration: { Enabled: true },
      LoggingConfiguration: { Level: 'ALL', IncludeExecutionData: false },
    });
  });

  it('is started by the stream of its imports, and stopped for a person when it ends otherwise than well', () => {
    const mapping = city.one('AWS::Lambda::EventSourceMapping', 'StreamToImportRelay');
    expect(mapping).toMatchObject({
      FunctionName: ref('ImportRelay'),
      EventSourceArn: attribute('ImportTable', 'StreamArn'),
      DestinationConfig: { OnFailure: { Destination: attribute('ImportDeadLetters') } },
    });
    const filters = [{ dynamodb: { Keys: { sk: { S: ['import'] } } } }];
    expect(mapping.FilterCriteria).toEqual({ Filters: filters.map((filter) => ({ Pattern: JSON.stringify(filter) })) });
    expect(city.one('AWS::Events::Rule', 'ImportFaults')).toMatchObject({
      EventPattern: { detail: { stateMachineArn: [ref('ImportMachine')], status: ['FAILED', 'TIMED_OUT', 'ABORTED'] } },
      Targets: [{ Arn: attribute('StopImport'), DeadLetterConfig: { Arn: attribute('ImportDeadLetters') } }],
    });
  });
});

describe('what imports are kept in', () => {
  it('the table streams keys alone', () => {
    expect(city.one('AWS::DynamoDB::Table', 'ImportTable')).toMatchObject({
      StreamSpecification: { StreamViewType: 'KEYS_ONLY' },
    });
  });

  it('files, rows and reports lie in a closed bucket that keeps no versions and forgets', () => {
    const bucket = city.one('AWS::S3::Bucket', 'ImportBucket');
    expect(bucket).toMatchObject({
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
      },
      PublicAccessBlockConfiguration: { BlockPublicAcls: true, RestrictPublicBuckets: true },
      LifecycleConfiguration: {
        Rules: expect.arrayContaining([
          expect.objectContaining({ Prefix: 'uploads/', ExpirationInDays: 7, Status: 'Enabled' }),
          expect.objectContaining({ Prefix: 'rows/', ExpirationInDays: 7, Status: 'Enabled' }),
          expect.objectContaining({ Prefix: 'reports/', ExpirationInDays: 30, Status: 'Enabled' }),
        ]),
      },
    });
    expect(bucket).not.toHaveProperty('VersioningConfiguration');
    expect(JSON.stringify(city.one('AWS::S3::BucketPolicy', 'ImportBucketPolicy'))).toContain('aws:SecureTransport');
  });
});

describe('who has what in an import', () => {
  it('is told to cdk-nag by folder, each with a reason', () => {
    const all = acknowledgements([], []).filter(({ id, at }) => `${at} ${id}`.includes('Import'));
    const folders = {
      uploads: ['ImportsApi', 'InspectFile', 'ReadRows', 'ReportImport'],
      rows: ['ReadRows', 'FileRows', 'ReportImport'],
      parts: ['ImportMachine', 'ReadRows', 'ReportImport'],
      reports: ['ImportsApi', 'ReportImport'],
    };
    expect(all.map(({ id, at }) => `${at}: ${id}`)).toEqual([
      'ImportMachineRole: AwsSolutions-IAM5[Resource::*]',
      'ImportMachineRole: AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:states:<AWS::Region>:<AWS::AccountId>:execution:Daedap-Imports/FileParts:*]',
      ...Object.entries(folders).flatMap(([folder, ids]) =>
        ids.map((id) => `${id}Role: AwsSolutions-IAM5[Resource::<ImportBucket.Arn>/${folder}/*]`),
      ),
      'ImportBucket: AwsSolutions-S1',
      'ImportDeadLetters: AwsSolutions-SQS3',
    ]);
    for (const { reason } of all) expect(reason.length).toBeGreaterThan(40);
  });

  it('the one step that files rows sees no file, and who reads the file files nothing', () => {
    expect(roleOf('FileRows')).toContain('/rows/*');
    expect(roleOf('FileRows')).not.toContain('/uploads/*');
    for (const id of ['ImportsApi', 'InspectFile', 'ReadRows', 'ReportImport']) {
      expect(roleOf(id), id).not.toContain('ComplaintTable');
    }
  });

  it('the relay alone knows the state machine, which reads the list of parts and no row', () => {
    for (const id of [...functionsOf('api'), ...functionsOf('imports'), 'Relay']) {
      const lambda = city.one('AWS::Lambda::Function', id);
      expect(roleOf(id) + JSON.stringify(lambda), id).not.toContain('ImportMachine');
    }
    expect(roleOf('ImportMachine')).toContain('/parts/*');
    expect(roleOf('ImportMachine')).not.toContain('/rows/*');
  });
});
