import { AwsError } from '#local/wire/aws-error.ts';
import type { Protocol } from './protocol.ts';

const jsonTargets = {
  DynamoDB_20120810: { service: 'dynamodb', version: '1.0', namespace: 'com.amazonaws.dynamodb.v20120810' },
  DynamoDBStreams_20120810: {
    service: 'streams.dynamodb',
    version: '1.0',
    namespace: 'com.amazonaws.dynamodb.v20120810',
  },
  AWSStepFunctions: { service: 'states', version: '1.0', namespace: 'com.amazonaws.swf.service.v2.model' },
  AmazonSQS: { service: 'sqs', version: '1.0', namespace: 'com.amazonaws.sqs' },
  AWSEvents: { service: 'events', version: '1.1', namespace: 'com.amazonaws.events' },
  AWSCognitoIdentityProviderService: { service: 'cognito-idp', version: '1.1', namespace: 'com.amazonaws.cognito' },
  TrentService: { service: 'kms', version: '1.1', namespace: 'com.amazonaws.kms' },
} as const;

type Target = (typeof jsonTargets)[keyof typeof jsonTargets];

/**
 * The protocol of a request with `X-Amz-Target`; `undefined` for a target that is not known.
 *
 * @source Smithy, "AWS JSON 1.0 protocol" and "1.1"; services give times as epoch seconds and blobs as base64
 */
export function jsonProtocol(target: string): Protocol | undefined {
  const prefix = target.slice(0, target.indexOf('.'));
  return prefix in protocols ? protocols[prefix as keyof typeof jsonTargets] : undefined;
}

function protocolOf({ service, version, namespace }: Target): Protocol {
  const contentType = `application/x-amz-json-${version}`;
  return {
    service,
    read: ({ headers, body }) => {
      const target = headers['x-amz-target'] ?? '';
      return { operation: target.slice(target.indexOf('.') + 1), input: readJson(body) };
    },
    write: (_operation, output, requestId) => ({
      status: 200,
      headers: { 'content-type': contentType, 'x-amzn-requestid': requestId },
      body: JSON.stringify(output),
    }),
    writeError: (error, requestId) => ({
      status: error.statusCode,
      headers: { 'content-type': contentType, 'x-amzn-requestid': requestId, 'x-amzn-errortype': error.name },
      body: JSON.stringify({ ...error.facts, __type: `${namespace}#${error.name}`, message: error.message }),
    }),
  };
}

const protocols = Object.fromEntries(
  Object.entries(jsonTargets).map(([prefix, target]) => [prefix, protocolOf(target)]),
) as Readonly<Record<keyof typeof jsonTargets, Protocol>>;

/** @throws AwsError SerializationException when the bytes are not a JSON object */
export function readJson(body: Uint8Array): Record<string, unknown> {
  if (body.byteLength === 0) return {};
  try {
    const value: unknown = JSON.parse(Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8'));
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new AwsError('SerializationException', 'the body must be a JSON object', 400);
}
