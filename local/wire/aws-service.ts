import type { AwsError } from './aws-error.ts';

/** Who calls: someone outside with the administrator's keys, a role of the template, or AWS itself on its own behalf. */
export type Principal =
  | { readonly kind: 'outside' }
  | { readonly kind: 'role'; readonly roleName: string }
  | { readonly kind: 'service'; readonly name: string };

/** One call of an AWS operation, whichever way it came in. `input` has the members of the service's own model. */
export type AwsCall = {
  readonly principal: Principal;
  /** As in the signature's credential scope: `dynamodb`, `states`, `lambda`, `sns`, `sqs`, `s3`, `events`, `scheduler`, `cognito-idp`. */
  readonly service: string;
  /** In PascalCase: `StartExecution`. */
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
  /** The body as it came in over HTTP, for a service that hands it on unread. */
  readonly raw?: Uint8Array;
};

/**
 * What a call needs to be allowed: an action on a resource.
 *
 * `context` holds the condition keys that the service knows for this call (`dynamodb:LeadingKeys`), each with its values.
 */
export type Permission = {
  readonly action: string;
  readonly resource: string;
  readonly context?: Readonly<Record<string, readonly string[]>>;
};

/** An HTTP answer as it goes out. */
export type RawAnswer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array | string;
};

/** A request of a REST protocol, its signature already verified. `path` is decoded; header names are lower case. */
export type RestRequest = {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
};

/** A browser's request, as far as it matters where its page comes from. */
export type CrossOriginRequest = Pick<RestRequest, 'method' | 'path'> & {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
};

/** A service of the local cloud, as the gateway sees it. */
export type Service = {
  /** Performs the operation; gives the members of its output, throws AwsError. Unknown operations: `UnknownOperationException`. */
  call(call: AwsCall): Promise<Record<string, unknown>>;
  /** The IAM actions and resources that AWS would check for this call. */
  permissions(operation: string, input: AwsCall['input']): Permission[];
  /** The same as `call` for a request from HTTP, handing its answer through unread (`dynamodb`). */
  callRaw?(call: AwsCall): Promise<RawAnswer>;
  /** Operations that wait for something to happen (long polling): the gateway does not count them as under way. */
  readonly waits?: readonly string[];
  /** Whether this call only waits for virtual time to pass (a fixture that sleeps): it is not counted as under way either. */
  rests?(call: AwsCall): boolean;
  /** For REST protocols: which operation a request means. */
  readRest?(request: RestRequest): { operation: string; input: Record<string, unknown> };
  /** For REST protocols: the answer to an operation. */
  writeRest?(operation: string, output: Record<string, unknown>): RawAnswer;
  /** For services that browsers ask themselves: the headers that let a page of another origin in (`s3`). */
  crossOrigin?(request: CrossOriginRequest): Record<string, string> | undefined;
  /** For REST protocols whose errors are not JSON (`s3`). */
  writeRestError?(error: AwsError): RawAnswer;
};
