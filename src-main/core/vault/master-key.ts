import { createHmac } from 'node:crypto';
import type { Random } from '../lib/random.ts';
import { Secret } from '../lib/secret.ts';

export const MASTER_KEY_BYTES = 32;
/** Enough to tell one's own keys apart; far too little to say anything about a 256-bit key. */
export const KEY_ID_BYTES = 8;
const KEY_ID_LABEL = 'rota master key id v1';

/** The key-encryption key: the one secret outside the vault file. */
export interface MasterKey {
  /** 16 hexadecimal digits derived one-way from the key; may be shown, logged and stored in the clear. */
  readonly id: string;
  readonly bytes: Secret<Uint8Array>;
}

/** The master key made of exactly 32 bytes; throws a RangeError for any other length. */
export function masterKeyFromBytes(bytes: Uint8Array): MasterKey {
  if (bytes.length !== MASTER_KEY_BYTES) throw new RangeError('A master key has 32 bytes.');
  const id = createHmac('sha256', bytes).update(KEY_ID_LABEL).digest().subarray(0, KEY_ID_BYTES);
  return { id: id.toString('hex'), bytes: new Secret(bytes) };
}

/** A new random master key. */
export function generateMasterKey(random: Pick<Random, 'bytes'>): MasterKey {
  return masterKeyFromBytes(random.bytes(MASTER_KEY_BYTES));
}

/** The base64 text of a master key (44 characters), for a key store to keep. */
export function masterKeyToText(key: MasterKey): string {
  return Buffer.from(key.bytes.reveal()).toString('base64');
}

/** Reads base64 (RFC 4648 section 4, padded, canonical, white space around it allowed); null for anything else. */
export function masterKeyFromText(text: string): MasterKey | null {
  const trimmed = text.trim();
  const bytes = Buffer.from(trimmed, 'base64');
  // Buffer skips what is no base64; only a text that comes out again as it went in was well-formed.
  if (bytes.length !== MASTER_KEY_BYTES || bytes.toString('base64') !== trimmed) return null;
  return masterKeyFromBytes(bytes);
}
