import { describe, expect, it } from 'vitest';
import { longestWithin } from '../../bench/longest-step.ts';

describe('the longest step of a request', () => {
  it('counts only what overlaps the request', () => {
    const spans = [
      [10, 20],
      [30, 40],
      [50, 60],
    ] as const;
    const stretches = [
      [0, 9.5],
      [11, 1],
      [13, 4],
      [18, 1],
      [22, 7],
      [35, 2],
      [41, 5],
    ] as const;
    expect(longestWithin(spans, stretches)).toEqual([4, 2, 0]);
  });

  it('counts a step that began before the request or ends after it', () => {
    expect(longestWithin([[10, 20]], [[8, 3]])).toEqual([3]);
    expect(longestWithin([[10, 20]], [[19, 30]])).toEqual([30]);
  });

  it('counts a step that lies over two requests for both', () => {
    expect(
      longestWithin(
        [
          [10, 20],
          [30, 40],
        ],
        [[15, 20]],
      ),
    ).toEqual([20, 20]);
  });
});
