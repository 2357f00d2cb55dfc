import { useEffect, useState } from 'react';
import type { ProcedureOutput } from '../../../src-shared/contract/contract.ts';
import type { ProcedureError } from '../../../src-shared/contract/reply.ts';
import { useCore } from '../../client/client-context.tsx';
import { problemText } from '../../client/use-command.ts';
import { useText } from '../../language/language.tsx';

type LogLine = ProcedureOutput<'logs.recent'>['lines'][number];

const ASK_AGAIN_MS = 2000;
const MOST = 500;

/** The last log lines, newest first, asked for again while the page is in sight; null until the first answer. */
export function useLogLines(): {
  readonly lines: readonly LogLine[] | null;
  readonly problem: string | null;
} {
  const t = useText();
  const { client, connected } = useCore();
  const [lines, setLines] = useState<readonly LogLine[] | null>(null);
  const [error, setError] = useState<ProcedureError | null>(null);

  useEffect(() => {
    if (!connected) return;
    let current = true;
    let timer: number | undefined;
    let after: number | null = null;
    // What another run of Rota logged is known by its numbers only as long as this run lives.
    setLines(null);

    const ask = async () => {
      if (!document.hidden) {
        const reply = await client.query('logs.recent', {
          limit: MOST,
          ...(after === null ? {} : { after }),
        });
        if (!current) return;
        setError(reply.ok ? null : reply.error);
        if (reply.ok) {
          after = reply.value.lines.at(-1)?.number ?? after;
          const added = reply.value.lines.toReversed();
          setLines((known) =>
            known !== null && added.length === 0 ? known : [...added, ...(known ?? [])].slice(0, MOST),
          );
        }
      }
      timer = window.setTimeout(() => void ask(), ASK_AGAIN_MS);
    };
    void ask();
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [client, connected]);

  return { lines, problem: error === null ? null : problemText(error, t) };
}
