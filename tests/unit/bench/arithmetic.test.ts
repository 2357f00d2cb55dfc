import { describe, expect, it } from 'vitest';
import { differences, median, percentileOfSorted, ratios, spread } from '../../bench/arithmetic.ts';

describe('the arithmetic of the benchmark', () => {
  it('takes the middle value of an odd number of rounds, whatever their order', () => {
    expect(median([9, 1, 5])).toBe(5);
    expect(median([10, 9, 100, 1, 2])).toBe(9);
  });

  it('takes the mean of the two middle values of an even number of rounds', () => {
    expect(median([4, 1, 3, 2])).toBe(2.5);
  });

  it('leaves the list it was given as it was', () => {
    const values = [3, 1, 2];
    median(values);
    expect(values).toEqual([3, 1, 2]);
  });

  it('names the smallest and the largest round beside the median', () => {
    expect(spread([5, 1, 9])).toEqual({ median: 5, min: 1, max: 9 });
  });

  it('picks percentiles by nearest rank', () => {
    const oneToHundred = Array.from({ length: 100 }, (_, index) => index + 1);
    expect(percentileOfSorted(oneToHundred, 50)).toBe(50);
    expect(percentileOfSorted(oneToHundred, 99)).toBe(99);
    expect(percentileOfSorted(oneToHundred, 100)).toBe(100);
    expect(percentileOfSorted(oneToHundred, 0)).toBe(1);
    expect(percentileOfSorted([7], 99)).toBe(7);
    expect(percentileOfSorted([1, 2, 3], 50)).toBe(2);
  });

  it('refuses to speak of no values at all', () => {
    expect(() => median([])).toThrow('at least one value');
    expect(() => percentileOfSorted([], 50)).toThrow('at least one value');
    expect(() => percentileOfSorted([1], 101)).toThrow('between 0 and 100');
  });

  it('forms ratios and differences round by round', () => {
    expect(ratios([2, 9], [1, 3])).toEqual([2, 3]);
    expect(differences([2, 9], [1, 3])).toEqual([1, 6]);
  });

  it('refuses ratios to zero and rounds that do not pair up', () => {
    expect(() => ratios([1], [0])).toThrow('says nothing');
    expect(() => ratios([1], [-1])).toThrow('says nothing');
    expect(() => ratios([1, 2], [1])).toThrow('do not pair up');
  });
});
