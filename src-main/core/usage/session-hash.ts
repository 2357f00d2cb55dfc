import { createHmac } from 'node:crypto';
import { remember } from '../lib/remember.ts';

/** Enough that two sessions of one installation never meet, in characters of base64url (96 bits). */
const HASH_CHARACTERS = 16;
/** More sessions than anybody has open. */
const REMEMBERED = 256;

/** Tells sessions apart without keeping their ids: a hash with a salt that never leaves the installation. */
export function hashSession(sessionId: string, salt: string): string {
  return createHmac('sha256', salt).update(sessionId).digest('base64url').slice(0, HASH_CHARACTERS);
}

/** Hashes with one salt; a session has many requests in a row, so the latest hashes are remembered. */
export function sessionHashes(salt: string): (sessionId: string) => string {
  return remember(REMEMBERED, (sessionId) => hashSession(sessionId, salt));
}
