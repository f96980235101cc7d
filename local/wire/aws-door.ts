import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { VirtualClock } from '#local/clock/virtual-clock.ts';
import { DiskRefuses } from '#local/journal/disk-refuses.ts';
import { AnswerDropped } from './answer-dropped.ts';
import { AwsError } from './aws-error.ts';
import type { AwsCall, Principal, RawAnswer, RestRequest } from './aws-service.ts';
import type { Gateway } from './gateway.ts';
import { jsonProtocol } from './protocols/json-protocol.ts';
import type { Protocol } from './protocols/protocol.ts';
import { queryProtocol } from './protocols/query-protocol.ts';
import { restProtocol } from './protocols/rest-protocol.ts';
import type { Roles } from './roles.ts';
import { readSignature, type Signature } from './signature.ts';
import { signerOf } from './signer.ts';

/** S3 takes more in one request; a video of 300 MiB must come in, and it is held in memory here. */
const LARGEST_BODY_BYTES = 320 * 1024 * 1024;

/** Operations that AWS takes unsigned: whoever signs in has no keys yet. */
const unsigned: Readonly<Record<string, readonly string[]>> = {
  'cognito-idp': [
    'InitiateAuth',
    'RespondToAuthChallenge',
    'AssociateSoftwareToken',
    'VerifySoftwareToken',
    'GetUser',
    'RevokeToken',
    'GlobalSignOut',
  ],
};

/** Whether a request speaks an AWS protocol: signed, addressed to an operation, or a presigned address. */
export function isAwsRequest({ headers, url = '' }: IncomingMessage): boolean {
  if (headers['x-amz-target'] !== undefined) return true;
  return headers.authorization?.startsWith('AWS4-HMAC-SHA256') === true || url.includes('X-Amz-Algorithm=');
}

/**
 * The door for AWS SDKs, the AWS CLI and our own functions: verifies the signature, reads the protocol, asks the gateway.
 *
 * One address serves all services; which one is meant follows from `X-Amz-Target` or from the signature's scope.
 * Left out: rpc-v2-cbor (no installed SDK client sends it), EC2's protocol, virtual-host buckets.
 */
export class AwsDoor {
  readonly #gateway: Gateway;
  readonly #parts: { roles: Roles; clock: VirtualClock; trustAnyKey: boolean };

  constructor({
    gateway,
    roles,
    clock,
    trustAnyKey = false,
  }: { gateway: Gateway; roles: Roles; clock: VirtualClock; trustAnyKey?: boolean }) {
    this.#gateway = gateway;
    this.#parts = { roles, clock, trustAnyKey };
  }

  /** Answers the request; never rejects. */
  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const requestId = randomUUID();
    let protocol = jsonProtocol(String(request.headers['x-amz-target'] ?? ''));
    const crossOrigin = this.#crossOrigin(request);
    if (request.method === 'OPTIONS') {
      send(response, { status: crossOrigin === undefined ? 403 : 200, headers: crossOrigin ?? {}, body: '' });
      return;
    }
    for (const [name, value] of Object.entries(crossOrigin ?? {})) response.setHeader(name, value);
    try {
      const body = await bodyOf(request);
      const { method = 'GET', url = '/', headers } = request;
      const signature = readSignature({ method, url, headers, body });
      protocol ??= this.#protocolOf(signature);
      const signer = signature && signerOf(signature, { method, url, headers, body }, this.#parts);
      send(response, await this.#answer(protocol, signer, restRequest(request, body), requestId));
    } catch (error) {
      if (error instanceof AnswerDropped) {
        request.socket.destroy();
        return;
      }
      send(response, (protocol ?? fallback).writeError(shownError(error), requestId));
    }
  }

  /** What lets the page of another origin in from which a browser asks, by a presigned address. */
  #crossOrigin({ method = 'GET', url = '/', headers }: IncomingMessage): Record<string, string> | undefined {
    if (headers.origin === undefined) return undefined;
    const signature = readSignature({ method, url, headers, body: new Uint8Array() });
    const path = url.split('?')[0] ?? '/';
    return signature && this.#gateway.service(signature.service)?.crossOrigin?.({ method, path, headers });
  }

  async #answer(
    protocol: Protocol,
    signer: Principal | undefined,
    request: RestRequest,
    requestId: string,
  ): Promise<RawAnswer> {
    const { operation, input } = protocol.read(request);
    const { service } = protocol;
    const call: AwsCall = {
      principal: principalOf(signer, service, operation),
      service,
      operation,
      input,
      raw: request.body,
    };
    if (this.#gateway.service(service)?.callRaw !== undefined) return this.#gateway.callRaw(call);
    return protocol.write(operation, await this.#gateway.call(call), requestId);
  }

  #protocolOf(signature: Signature | undefined): Protocol {
    if (signature === undefined)
      throw new AwsError('MissingAuthenticationTokenException', 'Missing Authentication Token', 403);
    const name = signature.service;
    const service = this.#gateway.service(name);
    const protocol = queryProtocol(name) ?? (service && restProtocol(name, service));
    if (protocol !== undefined) return protocol;
    throw new AwsError('UnknownOperationException', `the local cloud has no service '${name}'`, 404);
  }
}

/** How errors are told before it is known which service is meant. */
const fallback: Pick<Protocol, 'writeError'> = {
  writeError: (error, requestId) => ({
    status: error.statusCode,
    headers: { 'content-type': 'application/json', 'x-amzn-requestid': requestId, 'x-amzn-errortype': error.name },
    body: JSON.stringify({ __type: error.name, message: error.message }),
  }),
};

function principalOf(signer: Principal | undefined, service: string, operation: string): Principal {
  if (signer !== undefined) return signer;
  if (unsigned[service]?.includes(operation) === true) return { kind: 'outside' };
  throw new AwsError('MissingAuthenticationTokenException', 'Missing Authentication Token', 403);
}

/** A fault of ours is told as AWS tells its own, and is not swallowed: the process warns with its stack. */
function shownError(error: unknown): AwsError {
  if (error instanceof AwsError) return error;
  if (error instanceof DiskRefuses) return new AwsError('ServiceUnavailable', error.message, 503);
  if (error instanceof URIError) return new AwsError('MalformedQueryString', 'the address is not well encoded', 400);
  process.emitWarning(error instanceof Error ? error : String(error));
  return new AwsError('InternalFailure', error instanceof Error ? error.message : String(error), 500);
}

function restRequest({ method = 'GET', url = '/', headers }: IncomingMessage, body: Uint8Array): RestRequest {
  const question = url.indexOf('?');
  const path = question === -1 ? url : url.slice(0, question);
  return {
    method,
    path: path === '/' ? path : decodeURIComponent(path),
    query: new URLSearchParams(question === -1 ? '' : url.slice(question + 1)),
    headers: headers as Readonly<Record<string, string>>,
    body,
  };
}

function bodyOf(request: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= LARGEST_BODY_BYTES) chunks.push(chunk);
    });
    request.on('end', () => {
      if (size > LARGEST_BODY_BYTES)
        reject(new AwsError('RequestEntityTooLargeException', `the body has ${size} bytes`, 413));
      else resolve(chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks));
    });
    request.on('error', reject);
  });
}

function send(response: ServerResponse, { status, headers, body }: RawAnswer): void {
  response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) });
  response.end(body);
}
