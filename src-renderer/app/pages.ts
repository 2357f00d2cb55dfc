import { useSyncExternalStore } from 'react';

/** The pages of the window, in the order of the navigation. */
export const PAGES = ['accounts', 'routing', 'activity', 'usage', 'connect', 'settings'] as const;

export type PageName = (typeof PAGES)[number];

/** Where the page's address leads; it stands in the fragment, so that it works from disk as well. */
export type Place =
  /** The small window at the tray icon. */
  { readonly kind: 'tray' } | { readonly kind: 'page'; readonly page: PageName };

/** The address of a page. */
export function pageHref(page: PageName): string {
  return `#/${page}`;
}

/** Where a fragment leads; to the first page where it names none. */
export function placeOf(hash: string): Place {
  if (hash === '#tray') return { kind: 'tray' };
  const name = hash.split('/')[1];
  return { kind: 'page', page: PAGES.find((page) => page === name) ?? PAGES[0] };
}

/** The fragment of the present address. */
export function useHash(): string {
  return useSyncExternalStore(subscribe, () => location.hash);
}

function subscribe(listener: () => void): () => void {
  window.addEventListener('hashchange', listener);
  return () => window.removeEventListener('hashchange', listener);
}
