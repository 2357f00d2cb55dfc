import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareSpecificity, matchesGlob } from '../../../src-shared/lib/glob.ts';

describe('globs', () => {
  it.each([
    ['*sonnet*', 'claude-sonnet-5-5', true],
    ['*sonnet*', 'claude-opus-5-5', false],
    ['*', '', true],
    ['', '', true],
    ['', 'x', false],
    ['claude-?pus*', 'claude-opus-5-5', true],
    ['claude-opus', 'claude-opus-5', false],
    ['*Opus*', 'CLAUDE-OPUS', true],
    ['a*b*c', 'a-b-b-c', true],
    ['a*b*c', 'a-b-b', false],
    ['a.c', 'abc', false],
    ['[ab]', 'a', false],
    ['**', 'anything', true],
  ])('%j against %j is %s', (pattern, text, expected) => {
    expect(matchesGlob(pattern, text)).toBe(expected);
  });

  it('agrees with a regular expression on every short pattern', () => {
    const short = (alphabet: string[]) =>
      fc.array(fc.constantFrom(...alphabet), { maxLength: 7 }).map((letters) => letters.join(''));
    fc.assert(
      fc.property(short(['a', 'b', '*', '?']), short(['a', 'b']), (pattern, text) => {
        const regex = new RegExp(`^${pattern.replace(/[*]/g, '.*').replace(/[?]/g, '.')}$`);
        expect(matchesGlob(pattern, text)).toBe(regex.test(text));
      }),
      { numRuns: 1_000 },
    );
  });

  it('does not run away on a hostile pattern', () => {
    expect(matchesGlob('*a'.repeat(500), 'a'.repeat(5_000))).toBe(true);
    expect(matchesGlob(`${'*a'.repeat(500)}b`, 'a'.repeat(5_000))).toBe(false);
  });

  it('puts the most specific first and the star last', () => {
    const sorted = ['*', '*o*', 'claude-*', 'claude-opus-5', '*opus*', 'claude-?'].sort(compareSpecificity);
    expect(sorted).toEqual(['claude-opus-5', 'claude-?', 'claude-*', '*opus*', '*o*', '*']);
  });
});
