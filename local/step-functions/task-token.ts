import { hash } from 'node:crypto';

/**
 * Task tokens: they name execution, thread and task, so that no table of tokens need be kept.
 *
 * AWS's tokens are opaque and longer. See
 * https://docs.aws.amazon.com/step-functions/latest/dg/connect-to-resource.html#connect-wait-token
 */
export function taskToken(execution: number, thread: number, scheduled: number): string {
  const text = `${execution}.${thread}.${scheduled}`;
  return Buffer.from(`${text}.${checksum(text)}`).toString('base64url');
}

/** What a token names, or `undefined` when it is none of ours. */
export function readTaskToken(token: string): { execution: number; thread: number; scheduled: number } | undefined {
  const [execution, thread, scheduled, sum] = Buffer.from(token, 'base64url').toString('latin1').split('.');
  if (sum === undefined || sum !== checksum(`${execution}.${thread}.${scheduled}`)) return undefined;
  return { execution: Number(execution), thread: Number(thread), scheduled: Number(scheduled) };
}

function checksum(text: string): string {
  return hash('sha1', `task token ${text}`, 'hex').slice(0, 24);
}
