import { randomBytes } from 'node:crypto';

/** The only door to chance: cryptographic bytes for secrets, a plain fraction for jitter. */
export interface Random {
  /** `length` cryptographically strong bytes. */
  bytes(length: number): Uint8Array;
  /** A number in [0, 1) for jitter; never for anything secret. */
  fraction(): number;
}

/** The operating system's randomness. */
export const systemRandom: Random = {
  bytes: (length) => randomBytes(length),
  fraction: () => Math.random(),
};

/** A URL-safe text of `length` random bytes in base64url without padding, e.g. a key of 43 characters for 32 bytes. */
export function randomToken(random: Random, length = 32): string {
  return Buffer.from(random.bytes(length)).toString('base64url');
}
