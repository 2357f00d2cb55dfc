import { useCallback, useEffect, useState } from 'react';
import type { ManagementClient } from '../../src-shared/contract/client.ts';
import type { ProcedureError, Reply } from '../../src-shared/contract/reply.ts';
import { useText } from '../language/language.tsx';
import { useCore } from './client-context.tsx';
import { problemText } from './use-command.ts';

/** The last good answer to a question, and why the latest try to renew it failed. */
export interface Latest<Value> {
  /** null until the first good answer. */
  readonly value: Value | null;
  readonly problem: string | null;
  /** Asks once more. */
  again(): void;
}

interface State<Value> {
  readonly value: Value | null;
  readonly error: ProcedureError | null;
}

/**
 * Asks whenever `key` changes and whenever Rota comes back into reach; while it is out of reach nobody is asked, and
 * the last answer stays. An answer that comes after a newer question is dropped.
 */
export function useLatest<Value>(
  key: string | number,
  ask: (client: ManagementClient) => Promise<Reply<Value>>,
): Latest<Value> {
  const { client, connected } = useCore();
  const t = useText();
  const [state, setState] = useState<State<Value>>({ value: null, error: null });
  const [round, setRound] = useState(0);

  // biome-ignore lint/correctness/useExhaustiveDependencies: `key` stands for everything that `ask` closes over
  useEffect(() => {
    if (!connected) return;
    let current = true;
    void ask(client).then((reply) => {
      if (!current) return;
      setState((before) =>
        reply.ok ? { value: reply.value, error: null } : { value: before.value, error: reply.error },
      );
    });
    return () => {
      current = false;
    };
  }, [client, connected, key, round]);

  const again = useCallback(() => setRound((count) => count + 1), []);
  return { value: state.value, problem: state.error === null ? null : problemText(state.error, t), again };
}
