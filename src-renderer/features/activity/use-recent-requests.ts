import { useEffect, useState } from 'react';
import type { ProcedureError } from '../../../src-shared/contract/reply.ts';
import type { RequestFacts } from '../../../src-shared/model/request-facts.ts';
import { useCore } from '../../client/client-context.tsx';
import { problemText } from '../../client/use-command.ts';
import { usePaced } from '../../client/use-paced.ts';
import { useText } from '../../language/language.tsx';
import { withNewest } from './recent-requests.ts';

/** As many as the core keeps at hand (`MAX_RECENT_REQUESTS` of the contract, which would bring zod along). */
const MOST = 500;
const ASK_AGAIN_MS = 1000;
/** Requests that end while the answer is on its way. */
const MARGIN = 20;

interface Known {
  readonly requests: readonly RequestFacts[];
  /** `finishedRequests` when they were asked for. */
  readonly upTo: number;
}

/**
 * The last requests, newest first, kept up to date by the snapshot's count at most once a second; null until they
 * are known. After the first time only what is new is asked for.
 */
export function useRecentRequests(): {
  readonly requests: readonly RequestFacts[] | null;
  readonly problem: string | null;
} {
  const t = useText();
  const { client, snapshot, connected } = useCore();
  const finished = usePaced(snapshot.finishedRequests, ASK_AGAIN_MS);
  const [known, setKnown] = useState<Known | null>(null);
  const [error, setError] = useState<ProcedureError | null>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: what is known is read when the count has changed
  useEffect(() => {
    if (!connected) return;
    // A count that did not grow may be that of another run: after a break everything is read again.
    const before = known !== null && known.upTo < finished ? known : null;
    const limit = before === null ? MOST : Math.min(MOST, finished - before.upTo + MARGIN);
    let current = true;
    void client.query('requests.recent', { limit }).then((reply) => {
      if (!current) return;
      setError(reply.ok ? null : reply.error);
      if (!reply.ok) return;
      const requests = withNewest(before?.requests ?? [], reply.value.requests, MOST);
      setKnown({ requests, upTo: finished });
    });
    return () => {
      current = false;
    };
  }, [client, connected, finished]);

  return { requests: known?.requests ?? null, problem: error === null ? null : problemText(error, t) };
}
