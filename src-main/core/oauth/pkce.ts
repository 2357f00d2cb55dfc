import { createHash } from 'node:crypto';
import { type Random, randomToken } from '../lib/random.ts';
import { Secret } from '../lib/secret.ts';

/** A code verifier and the challenge that the authorization request shows in its place (RFC 7636, method S256). */
export interface Pkce {
  readonly verifier: Secret;
  readonly challenge: string;
}

/** A fresh pair from 32 random bytes: a verifier of 43 characters, as RFC 7636 section 4.1 recommends. */
export function createPkce(random: Random): Pkce {
  const verifier = randomToken(random, 32);
  return { verifier: new Secret(verifier), challenge: challengeOf(verifier) };
}

/** BASE64URL(SHA256(ASCII(verifier))) without padding, RFC 7636 section 4.2. */
export function challengeOf(verifier: string): string {
  return createHash('sha256').update(verifier, 'ascii').digest('base64url');
}
