import { createHash } from 'node:crypto';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import {
  ENVELOPE_OVERHEAD_BYTES,
  MAX_ENVELOPE_BYTES,
  open,
  rewrap,
  seal,
  sealedWith,
} from '../../../src-main/core/vault/envelope.ts';
import { generateMasterKey, masterKeyFromBytes } from '../../../src-main/core/vault/master-key.ts';
import { HashedRandom } from '../../support/vault/hashed-random.ts';
import vectors from '../../vectors/vault/envelope.json' with { type: 'json' };

const bytes = (hex: string) => Buffer.from(hex, 'hex');
const random = new HashedRandom('envelope test');
const key = generateMasterKey(random);
const PURPOSE = 'rota vault';
const payload = Buffer.from('{"secret":"not to be seen"}');

describe('the envelope format', () => {
  it.each(vectors.valid)('seals $name byte for byte as the vector says, and opens it', (vector) => {
    const masterKey = masterKeyFromBytes(bytes(vectors.masterKey));
    const draws = [vector.dataKey, vector.keyNonce, vector.payloadNonce].map(bytes);
    const scripted = { bytes: () => draws.shift()! };
    const envelope = seal(bytes(vector.payload), masterKey, vectors.purpose, scripted);
    expect(Buffer.from(envelope).toString('hex')).toBe(vector.envelope);
    expect(masterKey.id).toBe(vectors.keyId);
    expect(open(envelope, masterKey, vectors.purpose)).toEqual({ ok: true, value: bytes(vector.payload) });
  });

  it.each(vectors.invalid)('refuses $name', (vector) => {
    const opened = open(bytes(vector.envelope), masterKeyFromBytes(bytes(vector.masterKey)), vector.purpose);
    expect(opened).toMatchObject({ ok: false, error: { code: vector.failure } });
  });
});

describe('an envelope', () => {
  const envelope = seal(payload, key, PURPOSE, random);

  it('adds a fixed number of bytes and shows nothing of its payload', () => {
    expect(envelope.length).toBe(payload.length + ENVELOPE_OVERHEAD_BYTES);
    expect(Buffer.from(envelope).includes('secret')).toBe(false);
  });

  it('is different each time the same payload is sealed', () => {
    const again = seal(payload, key, PURPOSE, random);
    expect(Buffer.compare(again.subarray(17), envelope.subarray(17))).not.toBe(0);
  });

  it('cannot be opened with any single bit flipped, whether its digest fits or not', () => {
    for (let bit = 0; bit < envelope.length * 8; bit += 1) {
      const flipped = Buffer.from(envelope);
      flipped[bit >> 3]! ^= 1 << (bit & 7);
      expect(open(flipped, key, PURPOSE)).toMatchObject({ ok: false, error: { code: 'damaged' } });
      const body = flipped.subarray(0, -8);
      if (bit >= body.length * 8) continue;
      const redigested = Buffer.concat([body, createHash('sha256').update(body).digest().subarray(0, 8)]);
      expect(open(redigested, key, PURPOSE).ok).toBe(false);
    }
  });

  it('cannot be opened when it is cut off anywhere', () => {
    for (let length = 0; length < envelope.length; length += 1) {
      const cut = envelope.subarray(0, length);
      expect(open(cut, key, PURPOSE)).toMatchObject({ ok: false, error: { code: 'damaged' } });
    }
  });

  it('tells which master key it needs without having that key', () => {
    const other = generateMasterKey(random);
    expect(sealedWith(envelope)).toEqual({ ok: true, value: key.id });
    expect(open(envelope, other, PURPOSE)).toMatchObject({ ok: false, error: { code: 'wrong-key' } });
  });

  it('is bounded in size in both directions', () => {
    const largest = new Uint8Array(MAX_ENVELOPE_BYTES - ENVELOPE_OVERHEAD_BYTES);
    expect(open(seal(largest, key, PURPOSE, random), key, PURPOSE).ok).toBe(true);
    expect(() => seal(new Uint8Array(largest.length + 1), key, PURPOSE, random)).toThrow(RangeError);
    expect(open(new Uint8Array(MAX_ENVELOPE_BYTES + 1), key, PURPOSE)).toMatchObject({
      error: { code: 'damaged', message: 'The sealed file is damaged: it is too large.' },
    });
  });

  it('can be put under another master key, after which the old one opens it no more', () => {
    const next = generateMasterKey(random);
    const moved = rewrap(envelope, key, next, PURPOSE, random);
    if (!moved.ok) throw new Error(moved.error.message);
    expect(open(moved.value, next, PURPOSE)).toEqual({ ok: true, value: payload });
    expect(open(moved.value, key, PURPOSE)).toMatchObject({ error: { code: 'wrong-key' } });
    expect(Buffer.compare(moved.value.subarray(77, -8), envelope.subarray(77, -8))).toBe(0);
    expect(rewrap(envelope, next, key, PURPOSE, random)).toMatchObject({ error: { code: 'wrong-key' } });
    expect(rewrap(envelope, key, next, 'other', random)).toMatchObject({ error: { code: 'damaged' } });
  });
});

describe('a master key', () => {
  it('shows its id and never itself', () => {
    const text = Buffer.from(key.bytes.reveal()).toString('base64');
    const hex = Buffer.from(key.bytes.reveal()).toString('hex');
    for (const shown of [
      JSON.stringify(key),
      inspect(key, { depth: 9, showHidden: true }),
      String(key.bytes),
    ]) {
      expect(shown).not.toContain(text);
      expect(shown).not.toContain(hex.slice(0, 8));
    }
    expect(key.id).toMatch(/^[0-9a-f]{16}$/);
    expect(hex).not.toContain(key.id);
  });

  it('has exactly 32 bytes', () => {
    expect(() => masterKeyFromBytes(new Uint8Array(31))).toThrow(RangeError);
  });
});
