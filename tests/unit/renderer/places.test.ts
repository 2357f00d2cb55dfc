import { describe, expect, it } from 'vitest';
import { pageHref, placeOf } from '../../../src-renderer/app/pages.ts';
import { ADD_HREF, signInHref, wishOf } from '../../../src-renderer/features/accounts/page-wish.ts';
import { waysHere } from '../../../src-renderer/features/add-account/ways.ts';

describe('an address', () => {
  it('leads to the page that it names, and to the accounts where it names none', () => {
    expect(placeOf(pageHref('usage'))).toEqual({ kind: 'page', page: 'usage' });
    expect(placeOf('')).toEqual({ kind: 'page', page: 'accounts' });
    expect(placeOf('#/nowhere')).toEqual({ kind: 'page', page: 'accounts' });
    expect(placeOf('#tray')).toEqual({ kind: 'tray' });
  });

  it('may hold a wish, which is told on the page of accounts only', () => {
    expect(placeOf(ADD_HREF)).toEqual({ kind: 'page', page: 'accounts' });
    expect(wishOf(ADD_HREF)).toEqual({ kind: 'add' });
    expect(wishOf(signInHref('abc123'))).toEqual({ kind: 'sign-in', accountId: 'abc123' });
    expect(wishOf('#/accounts')).toBeNull();
    expect(wishOf('#/accounts/sign-in')).toBeNull();
    expect(wishOf('#/usage/add')).toBeNull();
  });
});

describe('the ways of signing in', () => {
  it('are those of the shell, in its order, on the same machine', () => {
    expect(waysHere(['window', 'browser', 'paste'], '127.0.0.1')).toEqual(['window', 'browser', 'paste']);
    expect(waysHere(['browser', 'paste'], '')).toEqual(['browser', 'paste']);
  });

  it('begin with pasting from another machine, where no window of Rota’s own shows', () => {
    expect(waysHere(['window', 'browser', 'paste'], 'nas.home')).toEqual(['paste', 'browser']);
  });
});
