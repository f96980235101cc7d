import { type CryptoKey, calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose';
import type { Journal } from '#local/journal/journal.ts';

/** The key with which a pool signs its tokens. */
export type SigningKey = {
  readonly keyId: string;
  readonly privateKey: CryptoKey | Uint8Array;
  readonly publicKey: CryptoKey | Uint8Array;
  /** What `jwks.json` shows. */
  readonly publicJwk: JWK;
};

/** The pool's key out of the journal, made there when the pool is new (RSA, 2048 bits, as Cognito's). */
export async function signingKey(journal: Journal, poolId: string): Promise<SigningKey> {
  journal.db.exec('CREATE TABLE IF NOT EXISTS sign_in_key (pool_id TEXT PRIMARY KEY, jwk TEXT NOT NULL) STRICT');
  const row = journal.statement('SELECT jwk FROM sign_in_key WHERE pool_id = ?').get(poolId);
  const privateJwk = row === undefined ? await newKey() : (JSON.parse(String(row.jwk)) as JWK); // written below
  if (row === undefined) {
    const json = JSON.stringify(privateJwk);
    await journal.write('sign-in key', (staged) => {
      staged.statement('INSERT OR REPLACE INTO sign_in_key VALUES (?, ?)').run(poolId, json);
    });
  }
  const keyId = await calculateJwkThumbprint(privateJwk);
  const { kty, n, e } = privateJwk;
  if (kty === undefined || n === undefined || e === undefined)
    throw new TypeError(`the signing key of ${poolId} is no RSA key`);
  const publicJwk: JWK = { kty, n, e, kid: keyId, alg: 'RS256', use: 'sig' };
  return {
    keyId,
    publicJwk,
    privateKey: await importJWK(privateJwk, 'RS256'),
    publicKey: await importJWK(publicJwk, 'RS256'),
  };
}

async function newKey(): Promise<JWK> {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true, modulusLength: 2048 });
  return exportJWK(privateKey);
}
