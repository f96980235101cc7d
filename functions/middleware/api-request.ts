import { isUtf8 } from 'node:buffer';
import type * as z from 'zod';
import type { Operation } from '#schemas/api/operation.ts';
import { type Fault, Refused, RequestInvalid } from '#schemas/errors.ts';
import { Instant } from '#schemas/instant.ts';
import { Group } from '#schemas/person.ts';

/** Who calls, by their token. */
export type Caller = { readonly id: string; readonly groups: readonly Group[] };

type Parsed<S> = S extends z.ZodType ? z.infer<S> : undefined;

/** A request whose every part was parsed by its operation's schemas. `at` is the instant at which it reached the API. */
export type ApiRequest<O extends Operation> = {
  readonly at: Instant;
  readonly caller: O['access'] extends 'token' ? Caller : Caller | undefined;
  readonly params: O extends { params: infer S } ? Parsed<S> : undefined;
  readonly query: O extends { query: infer S } ? Parsed<S> : undefined;
  readonly body: O extends { body: infer S } ? Parsed<S> : undefined;
  readonly accessCode: string | undefined;
  readonly transferCode: string | undefined;
  readonly idempotencyKey: string | undefined;
  readonly ifMatch: number | undefined;
};

/** The parts of an HTTP API event that a request is made of, payload version 2.0. */
export type HttpEvent = {
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body?: string | undefined;
  readonly isBase64Encoded: boolean;
  readonly queryStringParameters?: Readonly<Record<string, string | undefined>> | undefined;
  readonly pathParameters?: Readonly<Record<string, string | undefined>> | undefined;
  readonly requestContext: {
    readonly timeEpoch: number;
    readonly authorizer?: { readonly jwt?: { readonly claims: Readonly<Record<string, unknown>> } };
  };
};

/** The largest body taken, 262_144 bytes (256 KB). */
const LARGEST_BODY = 262_144;

/** A time far from any rule's reach would be a fault of the gateway: epoch milliseconds as an instant. */
const instantOf = (epoch: number): Instant => Instant.parse(new Date(epoch).toISOString());

/** Groups come from API Gateway as text, `[official lead]`. */
function callerOf({ requestContext }: HttpEvent): Caller | undefined {
  const claims = requestContext.authorizer?.jwt?.claims;
  // The gateway's authorizer lets ID tokens through too, which say who somebody is but not what they may do.
  if (claims?.token_use !== 'access') return undefined;
  const id = claims.username;
  if (typeof id !== 'string') return undefined;
  const text = claims['cognito:groups'];
  const names = typeof text === 'string' ? text.replace(/^\[|\]$/g, '').split(/[\s,]+/) : [];
  return { id, groups: names.flatMap((name) => Group.safeParse(name).data ?? []) };
}

function checked<S extends z.ZodType>(schema: S, where: string, value: unknown): z.infer<S> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new RequestInvalid(parsed.error.issues.flatMap((issue) => faultsOf(where, issue)));
}

/** The faults of one issue, each under its own path: a member that does not belong there is told by its name. */
function faultsOf(where: string, issue: z.core.$ZodIssue): Fault[] {
  if (issue.code !== 'unrecognized_keys') return [{ path: pointer(where, issue.path), expected: issue.message }];
  return issue.keys.map((key) => ({ path: pointer(where, [...issue.path, key]), expected: 'no such member' }));
}

/** @source RFC 6901, JSON Pointer */
const pointer = (where: string, path: readonly PropertyKey[]): string =>
  [where, ...path.map((part) => String(part).replaceAll('~', '~0').replaceAll('/', '~1'))].join('/');

function bodyOf({ body, isBase64Encoded }: HttpEvent): unknown {
  const bytes = Buffer.from(body ?? '', isBase64Encoded ? 'base64' : 'utf8');
  if (bytes.length > LARGEST_BODY) {
    throw new Refused('body-too-large', `the body has ${bytes.length} bytes, at most ${LARGEST_BODY} are taken`);
  }
  if (bytes.length === 0) return undefined;
  // Words in another encoding would be kept garbled for ever, so they are refused.
  if (!isUtf8(bytes)) throw new RequestInvalid([{ path: '/body', expected: 'JSON in UTF-8' }]);
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new RequestInvalid([{ path: '/body', expected: 'JSON' }]);
  }
}

function keyOf(text: string | undefined, isNeeded: boolean): string | undefined {
  if (text === undefined) {
    if (!isNeeded) return undefined;
    throw new Refused('idempotency-key-required', 'the header Idempotency-Key is needed, 16 to 128 characters');
  }
  if (text.length >= 16 && text.length <= 128) return text;
  throw new RequestInvalid([{ path: '/headers/Idempotency-Key', expected: '16 to 128 characters' }]);
}

function versionOf(text: string | undefined, isNeeded: boolean): number | undefined {
  if (text === undefined) {
    if (!isNeeded) return undefined;
    throw new Refused('if-match-required', 'the header If-Match is needed, with the version of the case that was read');
  }
  const version = /^(?:W\/)?"?(\d{1,9})"?$/.exec(text.trim())?.[1];
  if (version !== undefined) return Number(version);
  throw new RequestInvalid([{ path: '/headers/If-Match', expected: 'the ETag of the case, like "3"' }]);
}

/**
 * Reads a request by its operation.
 *
 * @throws Refused, RequestInvalid naming each fault with its path
 */
export function readRequest(operation: Operation, event: HttpEvent): ApiRequest<Operation> {
  const caller = callerOf(event);
  if (operation.access === 'token') checkGroups(operation, caller);
  const { headers, pathParameters = {}, queryStringParameters = {} } = event;
  return {
    at: instantOf(event.requestContext.timeEpoch),
    caller,
    params: operation.params === undefined ? undefined : checked(operation.params, '/path', pathParameters),
    query: operation.query === undefined ? undefined : checked(operation.query, '/query', queryStringParameters),
    body: operation.body === undefined ? undefined : checked(operation.body, '/body', bodyOf(event)),
    accessCode: headers['access-code'],
    transferCode: headers['transfer-code'],
    idempotencyKey: keyOf(headers['idempotency-key'], operation.needs?.includes('Idempotency-Key') ?? false),
    ifMatch: versionOf(headers['if-match'], operation.needs?.includes('If-Match') ?? false),
  } as ApiRequest<Operation>;
}

function checkGroups({ groups = [] }: Operation, caller: Caller | undefined): void {
  if (caller?.groups.some((group) => groups.includes(group))) return;
  throw new Refused('wrong-group', `this is for ${groups.join(', ')}`);
}
