import { useEffect, useState } from 'react';
import type { ManagementClient } from '../../src-shared/contract/client.ts';
import type { Reply } from '../../src-shared/contract/reply.ts';
import { useCore } from './client-context.tsx';

/**
 * The answer to a question that is asked again whenever `key` changes; null until the first answer. An answer
 * that comes after a newer question is dropped, and the last one stays until the next arrives.
 */
export function useQuery<Value>(
  key: string,
  ask: (client: ManagementClient) => Promise<Reply<Value>>,
): Reply<Value> | null {
  const { client } = useCore();
  const [reply, setReply] = useState<Reply<Value> | null>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: `key` stands for everything that `ask` closes over
  useEffect(() => {
    let current = true;
    void ask(client).then((answer) => {
      if (current) setReply(answer);
    });
    return () => {
      current = false;
    };
  }, [client, key]);
  return reply;
}
