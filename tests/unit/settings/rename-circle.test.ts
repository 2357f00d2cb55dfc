import { describe, expect, it } from 'vitest';
import { renameCircle } from '../../../src-main/core/settings/rename-circle.ts';

function circleIn(routes: Readonly<Record<string, readonly (string | null)[]>>) {
  return renameCircle(
    Object.entries(routes).map(([pattern, models]) => ({
      pattern,
      strategy: null,
      candidates: models.map((model) => ({ provider: 'A', accountEmail: null, model, priority: 1 })),
    })),
  );
}

describe('routes that rename models', () => {
  it('go in a circle where each leads to the next and the last to the first', () => {
    expect(circleIn({ '*opus*': ['my-sonnet'], '*sonnet*': ['my-opus'] })).toEqual([
      '*opus*',
      '*sonnet*',
      '*opus*',
    ]);
    expect(circleIn({ a: ['b'], b: [null, 'c'], c: ['A'] })).toEqual(['a', 'b', 'c', 'a']);
    expect(circleIn({ start: ['a'], a: ['b'], b: ['a'] })).toEqual(['a', 'b', 'a']);
  });

  it.each([
    ['a chain that ends', { a: ['b'], b: ['c'], c: [null] }],
    ['a name that its own route takes', { '*sonnet*': ['vendor/sonnet-4'], '*opus*': ['sonnet'] }],
    ['a route for any model in between', { '*': ['claude-opus'], '*opus*': ['other'] }],
    ['no renames at all', { a: [null], b: [null] }],
    ['two ways to one route', { a: ['c', 'b'], b: ['c'], c: ['d'] }],
  ])('are fine with %s', (_what, routes) => {
    expect(circleIn(routes)).toBeNull();
  });

  it('are told apart by the narrower pattern, as for a request', () => {
    expect(circleIn({ '*sonnet*': ['opus'], '*sonnet-9*': [null], '*opus*': ['sonnet-9'] })).toBeNull();
  });
});
