/**
 * Writes tests/vectors/vault/envelope.json: `node tests/support/vault/make-envelope-vectors.ts`. The vectors define
 * format version 1 for everybody who reads it, so this is run again only for a new version.
 */
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { open, seal } from '../../../src-main/core/vault/envelope.ts';
import { masterKeyFromBytes } from '../../../src-main/core/vault/master-key.ts';
import { HashedRandom } from './hashed-random.ts';

const PURPOSE = 'rota vault';
const DIGEST_BYTES = 8;
const random = new HashedRandom('envelope vectors');
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

const keyBytes = random.bytes(32);
const otherKeyBytes = random.bytes(32);
const key = masterKeyFromBytes(keyBytes);

function valid(name: string, payload: Uint8Array) {
  const drawn: Uint8Array[] = [];
  const recorder = {
    bytes(length: number) {
      const bytes = random.bytes(length);
      drawn.push(Uint8Array.from(bytes));
      return bytes;
    },
  };
  const envelope = seal(payload, key, PURPOSE, recorder);
  const [dataKey, keyNonce, payloadNonce] = drawn.map(hex);
  return { name, payload: hex(payload), dataKey, keyNonce, payloadNonce, envelope: hex(envelope) };
}

const validVectors = [
  valid('an empty payload', new Uint8Array()),
  valid('a short text', Buffer.from('{"secret":"sk-not-a-real-key"}')),
  valid('one block and one byte', Buffer.alloc(17, 0xa5)),
];

const sample = Buffer.from(validVectors[1]!.envelope, 'hex');
const length = sample.length;
const digest = (body: Uint8Array) => createHash('sha256').update(body).digest().subarray(0, DIGEST_BYTES);
/** The sample with other bytes from `at` on. */
const withBytes = (at: number, bytes: Uint8Array) => {
  const copy = Buffer.from(sample);
  copy.set(bytes, at);
  return copy;
};
const flipped = (at: number) => withBytes(at, Buffer.of(sample[at]! ^ 0x01));
/** With a digest that fits: what somebody would do on purpose, where damage by chance does not. */
const redigested = (bytes: Buffer) => {
  const body = bytes.subarray(0, bytes.length - DIGEST_BYTES);
  return Buffer.concat([body, digest(body)]);
};
const otherPayload = Buffer.from(validVectors[2]!.envelope, 'hex').subarray(77);

const regions: Record<string, number> = {
  magic: 0,
  version: 8,
  'key id': 9,
  'nonce of the data key': 17,
  'data key': 29,
  'tag of the data key': 61,
  'nonce of the payload': 77,
  payload: 89,
  'tag of the payload': length - 24,
};

function invalid(name: string, envelope: Buffer, overrides: { key?: Uint8Array; purpose?: string } = {}) {
  const { key: bytes = keyBytes, purpose = PURPOSE } = overrides;
  const opened = open(envelope, masterKeyFromBytes(bytes), purpose);
  if (opened.ok) throw new Error(`"${name}" can be opened`);
  return { name, masterKey: hex(bytes), purpose, envelope: hex(envelope), failure: opened.error.code };
}

const invalidVectors = [
  ...Object.entries(regions).map(([name, at]) => invalid(`a bit flipped in the ${name}`, flipped(at))),
  invalid('a bit flipped in the digest', flipped(length - 1)),
  ...Object.entries(regions).map(([name, at]) =>
    invalid(`a bit flipped in the ${name}, digest made to fit`, redigested(flipped(at))),
  ),
  invalid('nothing at all', Buffer.alloc(0)),
  invalid('shorter than any envelope', sample.subarray(0, 112)),
  invalid('the last byte missing', sample.subarray(0, length - 1)),
  invalid('the last 8 bytes missing', sample.subarray(0, length - DIGEST_BYTES)),
  invalid('a byte added', Buffer.concat([sample, Buffer.of(0)])),
  invalid('a byte added before a digest that fits', redigested(Buffer.concat([sample, Buffer.of(0)]))),
  invalid('version 2', redigested(withBytes(8, Buffer.of(2)))),
  invalid('another master key', sample, { key: otherKeyBytes }),
  invalid('another purpose', sample, { purpose: 'rota vault copy' }),
  invalid(
    'the payload of another envelope under the same master key, digest made to fit',
    redigested(Buffer.concat([sample.subarray(0, 77), otherPayload])),
  ),
  invalid(
    'the key id replaced by that of another key, digest made to fit',
    redigested(withBytes(9, Buffer.from(masterKeyFromBytes(otherKeyBytes).id, 'hex'))),
    { key: otherKeyBytes },
  ),
];

const file = {
  about:
    'Envelope format version 1; src-main/core/vault/envelope.ts describes it. All values are hexadecimal.',
  masterKey: hex(keyBytes),
  keyId: key.id,
  purpose: PURPOSE,
  valid: validVectors,
  invalid: invalidVectors,
};
const path = join(import.meta.dirname, '../../vectors/vault/envelope.json');
writeFileSync(path, `${JSON.stringify(file, null, 2)}\n`);
