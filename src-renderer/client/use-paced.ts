import { useEffect, useRef, useState } from 'react';

/** The value, changing at most once in `intervalMs`: at once after a quiet time, else when the interval is over. */
export function usePaced<Value>(value: Value, intervalMs: number): Value {
  const [paced, setPaced] = useState(value);
  const changedAt = useRef(0);

  useEffect(() => {
    if (Object.is(paced, value)) return;
    const waitMs = Math.max(0, changedAt.current + intervalMs - performance.now());
    const timer = setTimeout(() => {
      changedAt.current = performance.now();
      setPaced(value);
    }, waitMs);
    return () => clearTimeout(timer);
  }, [value, paced, intervalMs]);

  return paced;
}
