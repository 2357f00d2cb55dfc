/**
 * The sealed form of a secret file: envelope encryption with AES-256-GCM (NIST SP 800-38D).
 *
 * A random data key seals the payload and the master key seals the data key. Rotating the master key
 * therefore re-seals 32 bytes and leaves the payload as it is. Every `seal` draws a new data key and new
 * nonces, so no pair of key and nonce is ever used twice.
 *
 *   offset  bytes  field
 *        0      8  magic: the ASCII text `ROTASEAL`
 *        8      1  format version: 1
 *        9      8  key id: the first 8 bytes of HMAC-SHA-256(master key, "rota master key id v1")
 *       17     12  nonce of the data key
 *       29     32  data key, encrypted with the master key
 *       61     16  GCM tag of the data key
 *       77     12  nonce of the payload
 *       89      n  payload, encrypted with the data key
 *     89+n     16  GCM tag of the payload
 *    105+n      8  digest: the first 8 bytes of SHA-256 over everything before it
 *
 * Additional authenticated data: for the data key, magic ‖ version ‖ key id ‖ purpose; for the payload,
 * magic ‖ version ‖ purpose. The purpose is a UTF-8 text that both sides know, e.g. `rota vault`; it is not
 * stored, and keeps an envelope made for one use from being opened in another.
 *
 * The digest is no protection against anybody. It tells a damaged file from one that was sealed with another
 * key without having that key, and stands last in every version, so that a newer file is not taken for a
 * damaged one. Vectors: tests/vectors/vault/envelope.json.
 */
import { createCipheriv, createDecipheriv, createHash, timingSafeEqual } from 'node:crypto';
import type { Random } from '../lib/random.ts';
import { ok, type Result } from '../lib/result.ts';
import { failStart, type StartWordId, startText } from '../lib/start-failure.ts';
import { KEY_ID_BYTES, MASTER_KEY_BYTES, type MasterKey } from './master-key.ts';

/** An envelope above this size is neither made nor read. */
export const MAX_ENVELOPE_BYTES = 16 * 1024 * 1024;

const MAGIC = Buffer.from('ROTASEAL', 'ascii');
const VERSION = 1;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const DIGEST_BYTES = 8;

const VERSION_AT = MAGIC.length;
const KEY_ID_AT = VERSION_AT + 1;
const WRAPPED_KEY_AT = KEY_ID_AT + KEY_ID_BYTES;
const PAYLOAD_AT = WRAPPED_KEY_AT + NONCE_BYTES + MASTER_KEY_BYTES + TAG_BYTES;
/** What an envelope has beyond its payload's bytes. */
export const ENVELOPE_OVERHEAD_BYTES = PAYLOAD_AT + NONCE_BYTES + TAG_BYTES + DIGEST_BYTES;

export type EnvelopeFailure = 'damaged' | 'newer-version' | 'wrong-key';

/** Seals `payload` under a new data key; throws a RangeError above the size limit. */
export function seal(
  payload: Uint8Array,
  key: MasterKey,
  purpose: string,
  random: Pick<Random, 'bytes'>,
): Uint8Array {
  if (payload.length + ENVELOPE_OVERHEAD_BYTES > MAX_ENVELOPE_BYTES) {
    throw new RangeError('The payload is too large for an envelope.');
  }
  const dataKey = Buffer.from(random.bytes(MASTER_KEY_BYTES));
  const body = Buffer.concat([
    header(key),
    encrypt(dataKey, key.bytes.reveal(), random.bytes(NONCE_BYTES), keyAad(key, purpose)),
    encrypt(payload, dataKey, random.bytes(NONCE_BYTES), payloadAad(purpose)),
  ]);
  dataKey.fill(0);
  return Buffer.concat([body, digest(body)]);
}

/** Opens an envelope; no part of the payload is returned unless all of it is authentic. */
export function open(
  envelope: Uint8Array,
  key: MasterKey,
  purpose: string,
): Result<Uint8Array, EnvelopeFailure> {
  const dataKey = unwrapDataKey(envelope, key, purpose);
  if (!dataKey.ok) return dataKey;
  const sealed = envelope.subarray(PAYLOAD_AT, envelope.length - DIGEST_BYTES);
  const payload = decrypt(sealed, dataKey.value, payloadAad(purpose));
  dataKey.value.fill(0);
  return payload ? ok(payload) : damaged('sealed.how.payload');
}

/** The same payload under another master key; the payload itself is not decrypted. */
export function rewrap(
  envelope: Uint8Array,
  from: MasterKey,
  to: MasterKey,
  purpose: string,
  random: Pick<Random, 'bytes'>,
): Result<Uint8Array, EnvelopeFailure> {
  const dataKey = unwrapDataKey(envelope, from, purpose);
  if (!dataKey.ok) return dataKey;
  const body = Buffer.concat([
    header(to),
    encrypt(dataKey.value, to.bytes.reveal(), random.bytes(NONCE_BYTES), keyAad(to, purpose)),
    envelope.subarray(PAYLOAD_AT, envelope.length - DIGEST_BYTES),
  ]);
  dataKey.value.fill(0);
  return ok(Buffer.concat([body, digest(body)]));
}

/** The id of the master key that an undamaged envelope was sealed with; needs no key. */
export function sealedWith(envelope: Uint8Array): Result<string, 'damaged' | 'newer-version'> {
  if (envelope.length > MAX_ENVELOPE_BYTES) return damaged('sealed.how.tooLarge');
  if (envelope.length < ENVELOPE_OVERHEAD_BYTES) return damaged('sealed.how.tooShort');
  const body = envelope.subarray(0, envelope.length - DIGEST_BYTES);
  if (!timingSafeEqual(digest(body), envelope.subarray(body.length))) {
    return damaged('sealed.how.digest');
  }
  if (!MAGIC.equals(envelope.subarray(0, MAGIC.length))) return damaged('sealed.how.magic');
  if (envelope[VERSION_AT] !== VERSION) {
    return failStart('newer-version', 'sealed.newer', { format: envelope[VERSION_AT]! });
  }
  return ok(Buffer.from(envelope.subarray(KEY_ID_AT, WRAPPED_KEY_AT)).toString('hex'));
}

function unwrapDataKey(
  envelope: Uint8Array,
  key: MasterKey,
  purpose: string,
): Result<Buffer, EnvelopeFailure> {
  const keyId = sealedWith(envelope);
  if (!keyId.ok) return keyId;
  if (keyId.value !== key.id) {
    return failStart('wrong-key', 'sealed.wrongKey', { id: keyId.value, held: key.id });
  }
  const wrapped = envelope.subarray(WRAPPED_KEY_AT, PAYLOAD_AT);
  const dataKey = decrypt(wrapped, key.bytes.reveal(), keyAad(key, purpose));
  return dataKey ? ok(dataKey) : damaged('sealed.how.dataKey');
}

function header(key: MasterKey): Buffer {
  return Buffer.concat([MAGIC, Buffer.of(VERSION), Buffer.from(key.id, 'hex')]);
}

function keyAad(key: MasterKey, purpose: string): Buffer {
  return Buffer.concat([header(key), Buffer.from(purpose)]);
}

function payloadAad(purpose: string): Buffer {
  return Buffer.concat([MAGIC, Buffer.of(VERSION), Buffer.from(purpose)]);
}

/** nonce ‖ ciphertext ‖ tag */
function encrypt(plain: Uint8Array, key: Uint8Array, nonce: Uint8Array, aad: Uint8Array): Buffer {
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(aad);
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

function decrypt(sealed: Uint8Array, key: Uint8Array, aad: Uint8Array): Buffer | null {
  const tagAt = sealed.length - TAG_BYTES;
  // Without an explicit tag length Node accepts tags cut down to 4 bytes.
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, NONCE_BYTES), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAAD(aad).setAuthTag(sealed.subarray(tagAt));
  const plain = decipher.update(sealed.subarray(NONCE_BYTES, tagAt));
  try {
    return Buffer.concat([plain, decipher.final()]);
  } catch {
    return null; // final() throws exactly when the tag does not match
  }
}

function digest(body: Uint8Array): Buffer {
  return createHash('sha256').update(body).digest().subarray(0, DIGEST_BYTES);
}

function damaged(how: Extract<StartWordId, `sealed.how.${string}`>): Result<never, 'damaged'> {
  return failStart('damaged', 'sealed.damaged', { how: startText(how) });
}
