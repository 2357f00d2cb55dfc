import { describe, expect, it } from 'vitest';
import { requestIdIn } from '../../../src-renderer/features/activity/request-id.ts';

describe('the id of a request in what somebody pasted', () => {
  it.each([
    ['4f0c12ab9e-1f', '4f0c12ab9e-1f'],
    ['  4f0c12ab9e-1f\n', '4f0c12ab9e-1f'],
    ['x-rota-request: 4f0c12ab9e-1f', '4f0c12ab9e-1f'],
    ['< X-Rota-Request: 4f0c12ab9e-1f\r', '4f0c12ab9e-1f'],
    ['{"level":50,"requestId":"4f0c12ab9e-1f","detail":"x"}', '4f0c12ab9e-1f'],
    ['15:17:52 A proxied request failed inside Rota requestId=4f0c12ab9e-1f', '4f0c12ab9e-1f'],
    ['a'.repeat(100), 'a'.repeat(100)],
  ])('is found in %j', (pasted, id) => {
    expect(requestIdIn(pasted)).toBe(id);
  });

  it.each(['', '  ', 'two words', 'x-rota-request:', 'id/with/slashes', 'ünïcode', 'a'.repeat(101)])(
    'is not found in %j',
    (pasted) => {
      expect(requestIdIn(pasted)).toBeNull();
    },
  );
});
