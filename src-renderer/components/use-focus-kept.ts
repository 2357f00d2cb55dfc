import { useEffect, useLayoutEffect, useRef } from 'react';

/** Moving a node in the document takes the focus from it; whatever had the focus gets it back when `order` changes. */
export function useFocusKept(order: string): void {
  const focused = useRef<Element | null>(null);
  useEffect(() => {
    const remember = () => {
      focused.current = document.activeElement;
    };
    document.addEventListener('focusin', remember);
    return () => document.removeEventListener('focusin', remember);
  }, []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: runs for a new order, and only for that
  useLayoutEffect(() => {
    const element = focused.current;
    const lost = document.activeElement === document.body;
    if (lost && element instanceof HTMLElement && element.isConnected) element.focus();
  }, [order]);
}
