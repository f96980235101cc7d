import { createHmac, randomBytes } from 'node:crypto';
import { EndpointForbidden, exchange, type PrivateTargets } from './public-endpoint.ts';

/** A message to an app: `id` is the same each time it is told, `atSeconds` (epoch) when this try is made. */
export type Post = { readonly id: string; readonly atSeconds: number; readonly body: string; readonly secret: string };

/** What came of it; `why` is a status or the name of an error, never what the other server said. */
export type Posted =
  | { readonly kind: 'taken' }
  | { readonly kind: 'not-taken'; readonly why: string }
  | { readonly kind: 'redirected' }
  | { readonly kind: 'forbidden'; readonly why: string };

/** What every secret begins with, so that one in the wrong place is recognised. */
const PREFIX = 'whsec_';

/** A new secret that an app recognises our messages by: 32 random bytes. */
export const newSigningSecret = (): string => `${PREFIX}${randomBytes(32).toString('base64')}`;

/**
 * The signature of a message.
 *
 * @source https://github.com/standard-webhooks/standard-webhooks, "Signature scheme", symmetric
 */
export function signatureOf({ id, atSeconds, body, secret }: Post): string {
  const key = Buffer.from(secret.slice(PREFIX.length), 'base64');
  return `v1,${createHmac('sha256', key).update(`${id}.${atSeconds}.${body}`).digest('base64')}`;
}

/**
 * Posts a signed message to an app. Only 2xx means that it was taken; a redirect is not followed.
 *
 * @param patienceMs how long the app may take; default: 10_000 (10 seconds)
 */
export async function postToApp(
  url: string,
  post: Post,
  targets: PrivateTargets,
  patienceMs?: number,
): Promise<Posted> {
  const headers = {
    'content-type': 'application/json',
    'user-agent': 'Daedap',
    'webhook-id': post.id,
    'webhook-timestamp': String(post.atSeconds),
    'webhook-signature': signatureOf(post),
  };
  try {
    const { status } = await exchange(url, { method: 'POST', headers, body: post.body }, targets, patienceMs);
    if (status >= 200 && status < 300) return { kind: 'taken' };
    return status >= 300 && status < 400 ? { kind: 'redirected' } : { kind: 'not-taken', why: `status ${status}` };
  } catch (error) {
    if (error instanceof EndpointForbidden) return { kind: 'forbidden', why: error.message };
    return { kind: 'not-taken', why: error instanceof Error ? error.name : 'unknown' };
  }
}
