import { createHash } from 'node:crypto';
import type { Resource } from '#local/template/provider.ts';
import { matchesPattern } from './event-pattern.ts';
import { members, text } from './function-definition.ts';
import { functionName } from './function-name.ts';

const DAY_MS = 86_400_000;

/** Which events of which source go to which function, and how. */
export type MappingDefinition = {
  /** The same at every start. */
  readonly uuid: string;
  readonly functionName: string;
  readonly sourceArn: string;
  readonly batchSize: number;
  readonly batchWindowSeconds: number;
  readonly startsAtLatest: boolean;
  readonly parallelization: number;
  /** -1: until the record is too old. */
  readonly retries: number;
  readonly longestMs: number;
  readonly bisects: boolean;
  readonly reportsItemFailures: boolean;
  readonly onFailure: string | undefined;
  readonly maximumConcurrency: number | undefined;
  readonly isEnabled: boolean;
  /** Whether the record passes one of the filters; with none, each does. */
  readonly wants: (record: unknown) => boolean;
};

/**
 * Reads an `AWS::Lambda::EventSourceMapping`; AWS's defaults: batches of 100 records or 10 messages, retries until a
 * record leaves the stream after 24 hours.
 *
 * @source CloudFormation, `AWS::Lambda::EventSourceMapping`; left out: tumbling windows, Kinesis, Kafka, DocumentDB, MQ
 */
export function mappingDefinition({ logicalId, stackName, properties }: Resource): MappingDefinition {
  const sourceArn = String(properties.EventSourceArn);
  const age = Number(properties.MaximumRecordAgeInSeconds ?? -1);
  const reports = properties.FunctionResponseTypes;
  const concurrency = members(properties.ScalingConfig).MaximumConcurrency;
  return {
    uuid: uuidOf(`${stackName ?? ''}/${logicalId}`),
    functionName: functionName(String(properties.FunctionName)).name,
    sourceArn,
    batchSize: Number(properties.BatchSize ?? (sourceArn.includes(':sqs:') ? 10 : 100)),
    batchWindowSeconds: Number(properties.MaximumBatchingWindowInSeconds ?? 0),
    startsAtLatest: properties.StartingPosition === 'LATEST',
    parallelization: Number(properties.ParallelizationFactor ?? 1),
    retries: Number(properties.MaximumRetryAttempts ?? -1),
    longestMs: age === -1 ? DAY_MS : age * 1_000,
    bisects: isTrue(properties.BisectBatchOnFunctionError),
    reportsItemFailures: Array.isArray(reports) && reports.includes('ReportBatchItemFailures'),
    onFailure: text(members(members(properties.DestinationConfig).OnFailure).Destination),
    maximumConcurrency: concurrency === undefined ? undefined : Number(concurrency),
    isEnabled: properties.Enabled === undefined || isTrue(properties.Enabled),
    wants: wantsOf(members(properties.FilterCriteria).Filters),
  };
}

function wantsOf(filters: unknown): (record: unknown) => boolean {
  if (!Array.isArray(filters) || filters.length === 0) return () => true;
  const patterns: unknown[] = filters.map((filter) => JSON.parse(String(members(filter).Pattern)));
  return (record) => patterns.some((pattern) => matchesPattern(pattern, record));
}

function isTrue(value: unknown): boolean {
  return value === true || value === 'true';
}

function uuidOf(name: string): string {
  const digits = createHash('sha256').update(name).digest('hex');
  return [
    digits.slice(0, 8),
    digits.slice(8, 12),
    digits.slice(12, 16),
    digits.slice(16, 20),
    digits.slice(20, 32),
  ].join('-');
}
