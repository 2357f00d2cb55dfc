import { useSyncExternalStore } from 'react';
import { usePreferences } from '../../client/preferences.ts';

const QUERIES = ['(prefers-color-scheme: dark)', '(forced-colors: active)'] as const;

/** Names the colours that the page shows now; changes whenever something drawn by hand must be drawn again. */
export function useShownTheme(): string {
  const { theme } = usePreferences();
  const system = useSyncExternalStore(subscribe, current);
  return `${theme} ${system}`;
}

function current(): string {
  return QUERIES.map((query) => matchMedia(query).matches).join();
}

function subscribe(listener: () => void): () => void {
  const lists = QUERIES.map((query) => matchMedia(query));
  for (const list of lists) list.addEventListener('change', listener);
  return () => {
    for (const list of lists) list.removeEventListener('change', listener);
  };
}
