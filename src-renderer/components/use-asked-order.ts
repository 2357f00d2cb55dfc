import { useEffect, useState } from 'react';
import { useCore } from '../client/client-context.tsx';

/**
 * The order that the person just asked for, until the core's next word: the items stay where they were put while
 * the command is on its way, and go back when it is refused. `save` answers with null when it was refused.
 */
export function useAskedOrder<Item extends { readonly id: string }>(
  items: readonly Item[],
  save: (ids: readonly string[]) => Promise<unknown>,
) {
  const { revision } = useCore().snapshot;
  const [asked, setAsked] = useState<{ ids: readonly string[]; answered: boolean } | null>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new revision is what makes an answered wish obsolete
  useEffect(() => {
    setAsked((wish) => (wish?.answered ? null : wish));
  }, [revision]);

  const ask = (ids: readonly string[]) => {
    setAsked({ ids, answered: false });
    void save(ids).then((done) => setAsked(done === null ? null : { ids, answered: true }));
  };

  const wanted = asked?.ids.flatMap((id) => items.find((item) => item.id === id) ?? []) ?? [];
  return { shown: wanted.length === items.length ? wanted : items, ask };
}
