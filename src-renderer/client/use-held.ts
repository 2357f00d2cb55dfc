import { useEffect, useState } from 'react';

/**
 * A list that stays as it is while `held`, so that nothing moves under the pointer; the latest shows when it is let
 * go, or when `release` is called.
 */
export function useHeld<Item>(latest: readonly Item[], held: boolean) {
  const [shown, setShown] = useState(latest);
  const holds = held && shown.length > 0;

  useEffect(() => {
    if (!holds) setShown(latest);
  }, [holds, latest]);

  return { shown: holds ? shown : latest, release: () => setShown(latest) };
}
