import { createHash } from 'node:crypto';
import { arn, region } from '#local/template/place.ts';
import type { SigningKey } from './signing-key.ts';

/** A client of a pool: who may ask for tokens, and for which scopes. */
export type PoolClient = {
  readonly clientId: string;
  readonly name: string;
  readonly scopes: readonly string[];
  /** `ALLOW_ADMIN_USER_PASSWORD_AUTH` and the like. */
  readonly flows: readonly string[];
  readonly tokenSeconds: number;
};

/** A user pool with its groups and clients. */
export type Pool = {
  readonly poolId: string;
  readonly name: string;
  /** Whether a second factor is asked for: `OFF`, `OPTIONAL` (of who has one) or `ON`. */
  readonly mfa: string;
  readonly key: SigningKey;
  readonly groups: Set<string>;
  readonly clients: Map<string, PoolClient>;
};

/** The id of the pool of that name: looks like Cognito's, and is the same at every start. */
export function poolIdOf(name: string): string {
  return `${region}_${letters(`pool ${name}`, 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789', 9)}`;
}

/** The id of a pool's client, the same at every start. */
export function clientIdOf(poolId: string, name: string): string {
  return letters(`client ${poolId} ${name}`, 'abcdefghijklmnopqrstuvwxyz0123456789', 26);
}

/** The pool's ARN. */
export function poolArn(poolId: string): string {
  return arn('cognito-idp', `userpool/${poolId}`);
}

function letters(seed: string, alphabet: string, count: number): string {
  const digest = createHash('sha256').update(seed).digest();
  return Array.from({ length: count }, (_each, index) => alphabet[(digest[index] ?? 0) % alphabet.length]).join('');
}
