import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchesGlob, mostSpecificFirst } from '../../../src-shared/lib/glob.ts';

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

  it('come with the more specific first and the star last', () => {
    const patterns = ['*', '*o*', '*opus*', 'claude-opus-5', '*OPUS-5*'];
    expect(mostSpecificFirst(patterns, (one) => one)).toEqual([
      'claude-opus-5',
      '*OPUS-5*',
      '*opus*',
      '*o*',
      '*',
    ]);
  });

  it('keep their order where neither is more specific', () => {
    for (const patterns of [
      ['claude-*', '*opus*'],
      ['*opus*', 'claude-*'],
      ['?-*', 'a-*'],
      ['*', '**'],
    ]) {
      expect(mostSpecificFirst(patterns, (one) => one)).toEqual(patterns);
    }
  });

  it('are only put before what matches all that they match', () => {
    const glob = fc
      .array(fc.constantFrom('a', 'b', '*', '?'), { maxLength: 5 })
      .map((letters) => letters.join(''));
    const text = fc.array(fc.constantFrom('a', 'b'), { maxLength: 5 }).map((letters) => letters.join(''));
    fc.assert(
      fc.property(glob, glob, text, (first, second, sample) => {
        const swapped = mostSpecificFirst([first, second], (one) => one)[0] !== first;
        if (swapped && matchesGlob(second, sample)) expect(matchesGlob(first, sample)).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });
});
