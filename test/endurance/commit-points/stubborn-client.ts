import { setTimeout as sleep } from 'node:timers/promises';

type Json = Record<string, unknown>;
type Request = { readonly method?: string; readonly headers?: Record<string, string>; readonly body?: string };

const LONGEST_MS = 120_000;
const PAUSE_MS = 20;
const TARGETS: Readonly<Record<string, string>> = {
  states: 'AWSStepFunctions',
  sqs: 'AmazonSQS',
  events: 'AWSEvents',
  dynamodb: 'DynamoDB_20120810',
  'cognito-idp': 'AWSCognitoIdentityProviderService',
};
/** What a repeat may hear whose first answer was lost: the effect is there already, or gone already. */
const DONE_BEFORE =
  /time does not go back|AlreadyExists|Exists|DoesNotExist|NotFound|NoSuch|NonExistent|TaskTimedOut|NotRedrivable|Conflict|404|409/;

/** Speaks AWS to a town that keeps dying: whatever breaks, is throttled or answers 5xx is asked again. */
export class StubbornClient {
  readonly #url: string;

  constructor(url: string) {
    this.#url = url;
  }

  /** An operation of a service that speaks JSON. */
  async aws(service: string, operation: string, input: Json): Promise<Json> {
    const target = TARGETS[service];
    return this.request(service, '/', {
      method: 'POST',
      headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': `${target}.${operation}` },
      body: JSON.stringify(input),
    });
  }

  /** The control door. */
  control(path: string, body: unknown): Promise<Json> {
    return this.request(undefined, `/_local/${path}`, { method: 'POST', body: JSON.stringify(body) });
  }

  async request(service: string | undefined, path: string, { method = 'GET', headers, body }: Request): Promise<Json> {
    const credential = `AWS4-HMAC-SHA256 Credential=test/20261123/ap-northeast-2/${service}/aws4_request, SignedHeaders=host, Signature=00`;
    const giveUpAt = performance.now() + LONGEST_MS;
    let repeats = 0;
    for (;;) {
      const told = await this.#once(path, {
        method,
        headers: { ...headers, ...(service === undefined ? {} : { authorization: credential }) },
        ...(body === undefined ? {} : { body }),
      });
      if (told !== undefined) {
        if (told.status < 400) return told.text.startsWith('{') ? JSON.parse(told.text) : {};
        const isDoor = service === undefined && told.status === 409;
        if (!isDoor && repeats > 0 && DONE_BEFORE.test(`${told.status} ${told.text}`)) return {};
        if (!isDoor && told.status < 500 && told.status !== 429)
          throw new Error(`${method} ${path} ${body}: ${told.status} ${told.text}`);
      }
      if (performance.now() > giveUpAt) throw new Error(`${method} ${path}: ${JSON.stringify(told)}`);
      repeats += 1;
      await sleep(PAUSE_MS);
    }
  }

  async #once(path: string, request: RequestInit): Promise<{ status: number; text: string } | undefined> {
    try {
      const response = await fetch(`${this.#url}${path}`, request);
      return { status: response.status, text: await response.text() };
    } catch {
      return undefined; // the connection broke
    }
  }
}
