/** What the API answered. */
export type Answered<B = unknown> = { readonly status: number; readonly body: B; readonly etag: string };

/** A message that left the city. */
export type Message = {
  readonly at: string;
  readonly protocol: string;
  readonly to: string;
  readonly text: string;
  readonly topic?: string;
};

type Request = {
  readonly token?: string;
  readonly accessCode?: string;
  readonly ifMatch?: string;
  readonly key?: string;
  readonly body?: unknown;
  readonly text?: string;
};

/** The doors of a city in a test: its HTTP API, who signs in, and its clock. */
export class PublicDoor {
  readonly url: string;
  readonly #tokens = new Map<string, string>();

  constructor(url: string) {
    this.url = url;
  }

  async ask<B = unknown>(method: string, path: string, request: Request = {}): Promise<Answered<B>> {
    const { token, accessCode, ifMatch, key, body, text } = request;
    const response = await fetch(`${this.url}${path}`, {
      method,
      headers: {
        'content-type': 'application/json',
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(accessCode === undefined ? {} : { 'access-code': accessCode }),
        ...(ifMatch === undefined ? {} : { 'if-match': ifMatch }),
        ...(key === undefined ? {} : { 'idempotency-key': key }),
      },
      ...(text === undefined && body === undefined ? {} : { body: text ?? JSON.stringify(body) }),
    });
    return {
      status: response.status,
      body: (await response.json()) as B,
      etag: response.headers.get('etag') ?? '',
    };
  }

  /** An access token; asked for anew only after the clock has moved, which may have ended it. */
  async token(as: string): Promise<string> {
    const known = this.#tokens.get(as);
    if (known !== undefined) return known;
    const { body } = await this.ask<{ accessToken: string }>('POST', '/_local/sign-in', { body: { as } });
    this.#tokens.set(as, body.accessToken);
    return body.accessToken;
  }

  /** Lets everything that is due now happen. */
  rest(): Promise<void> {
    return this.advance('PT0S');
  }

  advance(duration: string): Promise<void> {
    return this.#move({ advance: duration });
  }

  to(instant: string): Promise<void> {
    return this.#move({ to: instant });
  }

  async #move(body: Record<string, string>): Promise<void> {
    const { status, body: answer } = await this.ask('POST', '/_local/clock', { body });
    if (status !== 200) throw new Error(`the clock did not move: ${JSON.stringify(answer)}`);
    this.#tokens.clear();
  }
}
