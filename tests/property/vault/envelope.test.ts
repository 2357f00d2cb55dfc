import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { open, rewrap, seal } from '../../../src-main/core/vault/envelope.ts';
import {
  masterKeyFromBytes,
  masterKeyFromText,
  masterKeyToText,
} from '../../../src-main/core/vault/master-key.ts';
import { HashedRandom } from '../../support/vault/hashed-random.ts';

const key32 = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => masterKeyFromBytes(bytes));
const payload = fc.uint8Array({ maxLength: 300 });
const seed = fc.string();

describe('an envelope, for every payload, key and purpose', () => {
  it('opens to exactly what was sealed, also after a change of master key', () => {
    fc.assert(
      fc.property(payload, key32, key32, fc.string(), seed, (plain, key, next, purpose, chance) => {
        const random = new HashedRandom(chance);
        const envelope = seal(plain, key, purpose, random);
        const opened = open(envelope, key, purpose);
        expect(opened.ok && Uint8Array.from(opened.value)).toEqual(plain);
        const moved = rewrap(envelope, key, next, purpose, random);
        const reopened = moved.ok ? open(moved.value, next, purpose) : moved;
        expect(reopened.ok && Uint8Array.from(reopened.value)).toEqual(plain);
      }),
      { numRuns: 100 },
    );
  });

  it('never opens after any change of its bytes', () => {
    fc.assert(
      fc.property(
        payload,
        key32,
        seed,
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        (plain, key, chance, at, mask) => {
          const envelope = seal(plain, key, 'p', new HashedRandom(chance));
          envelope[at % envelope.length]! ^= mask;
          expect(open(envelope, key, 'p').ok).toBe(false);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('never opens what was not sealed, and never throws', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), key32, (bytes, key) => {
        expect(open(bytes, key, 'p').ok).toBe(false);
      }),
    );
  });

  it('never opens for another purpose', () => {
    fc.assert(
      fc.property(key32, fc.string(), fc.string(), seed, (key, purpose, other, chance) => {
        fc.pre(purpose !== other);
        expect(open(seal(new Uint8Array(3), key, purpose, new HashedRandom(chance)), key, other).ok).toBe(
          false,
        );
      }),
    );
  });
});

describe('the text of a master key', () => {
  it('is read back to the same key, and no other text is taken for a key', () => {
    fc.assert(
      fc.property(key32, fc.string({ maxLength: 60 }), (key, text) => {
        expect(masterKeyFromText(` ${masterKeyToText(key)}\n`)?.id).toBe(key.id);
        const read = masterKeyFromText(text);
        expect(read === null || masterKeyToText(read) === text.trim()).toBe(true);
      }),
    );
  });
});
