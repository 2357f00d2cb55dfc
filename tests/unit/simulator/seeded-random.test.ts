import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../src-main/core/simulator/seeded-random.ts';

describe('seeded randomness', () => {
  it('repeats itself for the same seed and differs for another', () => {
    const draw = (seed: number) => Buffer.from(seededRandom(seed).bytes(32)).toString('hex');
    expect(draw(7)).toBe(draw(7));
    expect(draw(7)).not.toBe(draw(8));
  });

  it('gives fractions from the whole of [0, 1)', () => {
    const random = seededRandom(1);
    const fractions = Array.from({ length: 1_000 }, () => random.fraction());
    expect(Math.min(...fractions)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...fractions)).toBeLessThan(1);
    expect(Math.min(...fractions)).toBeLessThan(0.05);
    expect(Math.max(...fractions)).toBeGreaterThan(0.95);
  });
});
