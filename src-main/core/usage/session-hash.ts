import { createHmac } from 'node:crypto';

/** Enough that two sessions of one installation never meet, in characters of base64url (96 bits). */
const HASH_CHARACTERS = 16;

/** Tells sessions apart without keeping their ids: a hash with a salt that never leaves the installation. */
export function hashSession(sessionId: string, salt: string): string {
  return createHmac('sha256', salt).update(sessionId).digest('base64url').slice(0, HASH_CHARACTERS);
}
