import { useSyncExternalStore } from 'react';

/** The pages of the window, in the order of the navigation. */
export const PAGES = ['accounts', 'routing', 'connect', 'settings'] as const;

export type PageName = (typeof PAGES)[number];

/** The address of a page. It stands in the fragment, so that it works from disk as well. */
export function pageHref(page: PageName): string {
  return `#/${page}`;
}

/** The page that the address names; the first one where it names none. */
export function useCurrentPage(): PageName {
  return useSyncExternalStore(subscribe, current);
}

function current(): PageName {
  const name = location.hash.replace(/^#\//, '');
  return PAGES.find((page) => page === name) ?? PAGES[0];
}

function subscribe(listener: () => void): () => void {
  window.addEventListener('hashchange', listener);
  return () => window.removeEventListener('hashchange', listener);
}
