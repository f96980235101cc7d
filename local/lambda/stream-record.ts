import { hash } from 'node:crypto';
import type { StreamRow } from '#local/dynamodb/table-file.ts';
import { region } from '#local/template/place.ts';

/** A stream's record as a function gets it, with its position and what keeps it in order with others. */
export type StreamRecord = {
  readonly sequence: number;
  /** Records of one key stay in order. */
  readonly orderKey: string;
  /** When it was read (virtual epoch milliseconds). */
  readonly arrivedAt: number;
  readonly event: Readonly<Record<string, unknown>>;
  readonly sizeBytes: number;
};

/** The stream that records come from. */
export type StreamSource = {
  readonly arn: string;
  readonly table: string;
  readonly partitionKey: string;
  readonly view: string;
};

/**
 * The record in the shape of Lambda's DynamoDB events.
 *
 * @param arrivedAt virtual epoch milliseconds; AWS rounds the record's time to the second, and so do we
 * @source Lambda, "Using AWS Lambda with Amazon DynamoDB", example event
 */
export function streamRecord(row: StreamRow, source: StreamSource, arrivedAt: number): StreamRecord {
  const keys: Readonly<Record<string, unknown>> = JSON.parse(row.keys);
  const sizeBytes = row.keys.length + (row.newImage?.length ?? 0) + (row.oldImage?.length ?? 0);
  return {
    sequence: row.sequence,
    orderKey: JSON.stringify(keys[source.partitionKey]),
    arrivedAt,
    sizeBytes,
    event: {
      get eventID() {
        return hash('md5', `${source.arn}/${row.sequence}`);
      },
      eventName: row.eventName,
      eventVersion: '1.1',
      eventSource: 'aws:dynamodb',
      awsRegion: region,
      dynamodb: {
        ApproximateCreationDateTime: Math.floor(arrivedAt / 1_000),
        Keys: keys,
        // Parsed only for a filter that looks at them or a function that gets them: most records pass no filter.
        get NewImage() {
          return parsed(row.newImage);
        },
        get OldImage() {
          return parsed(row.oldImage);
        },
        SequenceNumber: String(row.sequence),
        SizeBytes: sizeBytes,
        StreamViewType: source.view,
      },
      eventSourceARN: source.arn,
    },
  };
}

function parsed(image: string | undefined): unknown {
  return image === undefined ? undefined : JSON.parse(image);
}
