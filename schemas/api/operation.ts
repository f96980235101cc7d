import type * as z from 'zod';
import type { Group } from '#schemas/person.ts';

/** The API function and role an operation belongs to. */
export type Audience =
  | 'citizen'
  | 'channelApp'
  | 'official'
  | 'operator'
  | 'auditor'
  | 'docs'
  | 'institution'
  | 'emergency'
  | 'registration'
  | 'attachment'
  | 'export'
  | 'print'
  | 'statistics'
  | 'imports';

/**
 * One operation of the public API, as data: routes, checks and the OpenAPI document all come from it.
 *
 * - `access`: `anyone`; `access-code`: the complaint's number with its `Access-Code` header; `transfer-code`: the number with
 *   the `Transfer-Code` that an institution was mailed; `token`: a bearer token, and
 *   one of `groups`.
 * - `needs`: headers without which it is refused.
 * - `reply.media`: what a page or a file is answered as, its schema then being of text; left out: JSON. A handler
 *   that gives one of several kinds of file names it in its own header.
 */
export type Operation = {
  readonly id: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly audience: Audience;
  readonly access: 'anyone' | 'access-code' | 'transfer-code' | 'token';
  readonly groups?: readonly Group[];
  readonly summary: string;
  readonly needs?: readonly ('Idempotency-Key' | 'If-Match')[];
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  readonly reply: {
    readonly status: 200 | 201 | 202;
    readonly schema: z.ZodType;
    readonly description: string;
    readonly media?:
      | 'text/html'
      | 'text/*'
      | 'application/octet-stream'
      | 'application/hwp+zip'
      | 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
  };
};

/** The operation of this id among those of a table. */
export type ById<Os extends readonly Operation[], Id extends Os[number]['id']> = Extract<Os[number], { id: Id }>;
