import { useEffect } from 'react';

/** What a link from elsewhere wants of the page of accounts. */
export type PageWish = { readonly kind: 'add' } | { readonly kind: 'sign-in'; readonly accountId: string };

/** The address that opens the page of accounts with the dialog for a new one. */
export const ADD_HREF = '#/accounts/add';

/** The address that opens the page of accounts and signs one in. */
export function signInHref(accountId: string): string {
  return `#/accounts/sign-in/${accountId}`;
}

/** Reads a wish from a fragment; null where it holds none. */
export function wishOf(hash: string): PageWish | null {
  const [, page, wish, accountId] = hash.split('/');
  if (page !== 'accounts') return null;
  if (wish === 'add') return { kind: 'add' };
  return wish === 'sign-in' && accountId ? { kind: 'sign-in', accountId } : null;
}

/** Hands over the wish that the address holds, now or later, and takes it out, so that "back" does not repeat it. */
export function usePageWish(onWish: (wish: PageWish) => void): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: each address is looked at once, whoever listens
  useEffect(() => {
    const look = () => {
      const wish = wishOf(location.hash);
      if (wish === null) return;
      history.replaceState(null, '', '#/accounts');
      onWish(wish);
    };
    look();
    window.addEventListener('hashchange', look);
    return () => window.removeEventListener('hashchange', look);
  }, []);
}
