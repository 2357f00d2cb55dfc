import { createContext, use, useSyncExternalStore } from 'react';
import type { CoreClock } from './core-clock.ts';

/** The core's clock, for whatever draws time. */
export const ClockContext = createContext<CoreClock | null>(null);

/** The core's clock. */
export function useCoreClock(): CoreClock {
  const clock = use(ClockContext);
  if (clock === null) throw new Error('useCoreClock needs a ClockContext above it.');
  return clock;
}

/**
 * A value that depends on the present (ms since the epoch). Only a component whose value really changed is
 * drawn again, so a page full of countdowns costs next to nothing between two minutes.
 */
export function useTimed<Value extends string | number | boolean | null>(at: (now: number) => Value): Value {
  const clock = useCoreClock();
  return useSyncExternalStore(clock.subscribe, () => at(clock.now()));
}
