import { describe, expect, it } from 'vitest';
import {
  fits,
  hasFailed,
  tokensIn,
  tonesOfTries,
  wasSwitched,
  withNewest,
} from '../../../src-renderer/features/activity/recent-requests.ts';
import { everydayRequests, request } from '../../browser/support/pages-requests.ts';

const ids = (requests: readonly { readonly id: string }[]) => requests.map(({ id }) => id);

describe('the list of requests', () => {
  it('gets what is new in front, and nothing twice', () => {
    const known = [request('b'), request('a')];
    expect(ids(withNewest(known, [request('d'), request('c'), request('b')], 10))).toEqual([
      'd',
      'c',
      'b',
      'a',
    ]);
  });

  it('forgets the oldest beyond its length', () => {
    expect(ids(withNewest([request('b'), request('a')], [request('c')], 2))).toEqual(['c', 'b']);
  });

  it('stays the same list where nothing is new', () => {
    const known = [request('a')];
    expect(withNewest(known, [request('a')], 10)).toBe(known);
  });
});

describe('a request', () => {
  const of = (outcome: ReturnType<typeof request>['outcome']) => request('x', { outcome });

  it('has failed when the client did not get a good answer, and not when it gave up itself', () => {
    expect(
      (['relayed-error', 'own-error', 'broken-stream'] as const).map((each) => hasFailed(of(each))),
    ).toEqual([true, true, true]);
    expect((['succeeded', 'client-aborted'] as const).map((each) => hasFailed(of(each)))).toEqual([
      false,
      false,
    ]);
  });

  it('was switched when another account answered than the first one that was asked', () => {
    expect(ids(everydayRequests().filter(wasSwitched))).toEqual(['req_switched']);
  });

  it('belongs to every account that was tried for it', () => {
    const fitting = (accountId: string) =>
      ids(everydayRequests().filter((each) => fits(each, { which: 'all', accountId })));
    expect(fitting('home00000002')).toEqual(['req_switched']);
    expect(fitting('key000000003')).toEqual(['req_unserved', 'req_count']);
  });

  it('counts what was read from the cache among what went in, and nothing where nothing was reported', () => {
    expect(tokensIn(request('x'))).toBe(412 + 84_210 + 2_048);
    expect(tokensIn(request('x', { usage: null }))).toBeNull();
  });

  it('that broke off does not look as if its last try had gone well', () => {
    expect(tonesOfTries(of('succeeded'))).toEqual(['fine']);
    expect(tonesOfTries(of('broken-stream'))).toEqual(['action']);
    expect(tonesOfTries(of('client-aborted'))).toEqual(['off']);
  });
});
