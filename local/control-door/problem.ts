import type { ServerResponse } from 'node:http';

/** A refusal in the form of RFC 9457; `detail` says what was found and what was expected. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly status: number;
  /** Stable, for programs. */
  readonly code: string;
  readonly facts: Readonly<Record<string, unknown>>;
  constructor(status: number, code: string, detail: string, facts: Readonly<Record<string, unknown>> = {}) {
    super(detail);
    this.status = status;
    this.code = code;
    this.facts = facts;
  }
}

const titles: Readonly<Record<number, string>> = {
  400: 'Bad request',
  404: 'Not found',
  405: 'Method not allowed',
  409: 'Conflict',
  413: 'Too large',
  500: 'Internal error',
  503: 'Not quiet',
};

/** Answers JSON. */
export function sendJson(response: ServerResponse, status: number, value: unknown, type = 'application/json'): void {
  if (response.destroyed) return;
  const body = Buffer.from(`${JSON.stringify(value)}\n`);
  response.writeHead(status, { 'content-type': type, 'content-length': body.length, 'cache-control': 'no-store' });
  response.end(body);
}

/** Answers a refusal. */
export function sendProblem(response: ServerResponse, problem: Problem): void {
  const { status, code, message: detail, facts } = problem;
  const title = titles[status] ?? 'Refused';
  sendJson(
    response,
    status,
    { type: 'about:blank', title, status, code, detail, ...facts },
    'application/problem+json',
  );
}
