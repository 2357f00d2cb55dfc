import { useEffect, useState } from 'react';

/**
 * What the person just asked for in the place of what is in force: it is shown while the command is on its way and
 * until the core says what is in force then, and goes back when it was refused.
 */
export function useWish<Value>(inForce: Value) {
  const [wish, setWish] = useState<{ readonly value: Value } | null>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: runs for the core's next word, and only for that
  useEffect(() => setWish(null), [inForce]);

  /** Shows a value that is being saved; `saving` ends in null or false where it was refused. */
  const show = async (value: Value, saving: Promise<unknown>): Promise<void> => {
    setWish({ value });
    const outcome = await saving;
    if (outcome === null || outcome === false) setWish(null);
  };
  return { shown: wish === null ? inForce : wish.value, show };
}
