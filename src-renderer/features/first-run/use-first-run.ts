import { useEffect, useState } from 'react';
import { useCore } from '../../client/client-context.tsx';

/** Remembers in this browser that the first run was begun, or that it is over. */
const KEY = 'rota.first-run';

/** Whether the first run is shown, and how it ends. */
export interface FirstRunControl {
  readonly open: boolean;
  /** Ends it for good; the steps themselves stay possible on their pages. */
  end(): void;
}

/**
 * The first run begins where there are no accounts, and goes on until the person ends it: leaving the page, or adding
 * the first account, does not. A settings file is set up in a text editor instead.
 */
export function useFirstRun(): FirstRunControl {
  const { accounts, readOnlyFile } = useCore().snapshot;
  const [state, setState] = useState(() => localStorage.getItem(KEY));
  const open = readOnlyFile === null && state !== 'over' && (state === 'begun' || accounts.length === 0);

  const set = (next: 'begun' | 'over') => {
    localStorage.setItem(KEY, next);
    setState(next);
  };

  // biome-ignore lint/correctness/useExhaustiveDependencies: only when it opens
  useEffect(() => {
    if (open && state === null) set('begun');
  }, [open, state]);

  return { open, end: () => set('over') };
}
