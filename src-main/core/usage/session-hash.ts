import { createHmac } from 'node:crypto';

/** Enough that two sessions of one installation never meet, in characters of base64url (96 bits). */
const HASH_CHARACTERS = 16;
/** More sessions than anybody has open. */
const REMEMBERED = 256;

/** Tells sessions apart without keeping their ids: a hash with a salt that never leaves the installation. */
export function hashSession(sessionId: string, salt: string): string {
  return createHmac('sha256', salt).update(sessionId).digest('base64url').slice(0, HASH_CHARACTERS);
}

/** Hashes with one salt; a session has many requests in a row, so the latest hashes are remembered. */
export class SessionHashes {
  readonly #salt: string;
  readonly #known = new Map<string, string>();

  constructor(salt: string) {
    this.#salt = salt;
  }

  of(sessionId: string): string {
    const known = this.#known.get(sessionId);
    if (known !== undefined) return known;
    if (this.#known.size === REMEMBERED) this.#known.clear();
    const hash = hashSession(sessionId, this.#salt);
    this.#known.set(sessionId, hash);
    return hash;
  }
}
