import middy from '@middy/core';
import { Hono } from 'hono';
import { handle, type LambdaContext, type LambdaEvent } from 'hono/aws-lambda';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { ById, Operation } from '#schemas/api/operation.ts';
import { DaedapError } from '#schemas/errors.ts';
import { type ApiRequest, type HttpEvent, readRequest } from './api-request.ts';
import { log, traceOf } from './log.ts';
import { problemOf } from './problem.ts';

/**
 * What an operation answers; its status is the operation's own, unless it leads elsewhere (303). A page or file is text, or bytes
 * with their encoding.
 */
export type Reply = {
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly status?: 303;
};

/** One operation's work. */
export type OperationHandler<O extends Operation> = (request: ApiRequest<O>) => Promise<Reply>;

/** A handler for every operation, by its id: the compiler finds the forgotten one. */
export type Handlers<Os extends readonly Operation[]> = {
  readonly [Id in Os[number]['id']]: OperationHandler<ById<Os, Id>>;
};

/** What has to travel in base64. A CSV would lose its mark as text, and Excel's name of its files has 'xml' in it. */
const isBinary = (type: string): boolean => !/^(text\/(?!csv)|application\/(problem\+)?json\b)/.test(type);

/** What the HTTP API sends, payload version 2.0. */
type HttpApiEvent = LambdaEvent;

type Bindings = { readonly event: HttpEvent };

/**
 * An API function: routes its operations, reads each request by its schemas, and turns errors into problem details.
 *
 * @param operations the function's own part of the public API
 */
export function apiFunction<const Os extends readonly Operation[]>(operations: Os, handlers: Handlers<Os>) {
  const app = new Hono<{ Bindings: Bindings }>();
  for (const operation of operations) {
    const run = handlers[operation.id as keyof Handlers<Os>] as OperationHandler<Operation>;
    app.on(operation.method, operation.path.replaceAll(/\{(\w+)\}/g, ':$1'), async (context) => {
      const { body, headers = {}, ...told } = await run(readRequest(operation, context.env.event));
      const { media } = operation.reply;
      const status = told.status ?? operation.reply.status;
      const sent = { 'cache-control': 'no-store', ...headers };
      if (media === undefined) return context.json(body as object, status, sent);
      const type = media.startsWith('text/') ? `${media}; charset=utf-8` : media;
      return context.body(body as string | Uint8Array<ArrayBuffer>, status, { 'content-type': type, ...sent });
    });
  }
  app.onError((error, context) => {
    const problem = problemOf(error);
    if (problem.status >= 500) {
      const reason = error instanceof DaedapError ? error.message : undefined;
      log.error('request could not be done', { ...traceOf(error), reason, path: context.req.routePath });
    }
    return context.body(JSON.stringify(problem), problem.status as ContentfulStatusCode, {
      'content-type': 'application/problem+json',
      'cache-control': 'no-store',
    });
  });
  const respond = handle(app, { isContentTypeBinary: isBinary });
  return middy(async (event: HttpApiEvent, context: LambdaContext) => respond(event, context));
}
