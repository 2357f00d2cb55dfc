import { useCallback, useState } from 'react';

/**
 * Whether somebody is at an element: the pointer is over it, or the keyboard is in it. A click alone leaves the focus
 * behind and does not count.
 */
export function useReading() {
  const [pointed, setPointed] = useState(false);
  const [focused, setFocused] = useState(false);

  const ref = useCallback((element: HTMLDivElement | null) => {
    if (element === null) return undefined;
    const listeners = new AbortController();
    const on = (type: string, listener: (event: Event) => void) =>
      element.addEventListener(type, listener, { signal: listeners.signal });
    on('pointerenter', () => setPointed(true));
    on('pointerleave', () => setPointed(false));
    on('focusin', ({ target }) => setFocused((target as Element).matches(':focus-visible')));
    on('focusout', () => setFocused(false));
    return () => {
      listeners.abort();
      setPointed(false);
      setFocused(false);
    };
  }, []);

  return { ref, reading: pointed || focused };
}
