import { useCallback, useState } from 'react';
import type { ManagementClient } from '../../src-shared/contract/client.ts';
import type { ProcedureError, Reply } from '../../src-shared/contract/reply.ts';
import { type Text, useText } from '../language/language.tsx';
import { useCore } from './client-context.tsx';

/** A command's way from the click to its end. */
export interface CommandState {
  readonly busy: boolean;
  /** Why the last call did not succeed, as a sentence, or null. */
  readonly problem: string | null;
  /** Makes the call; answers with its value, or with null when it failed and `problem` says why. */
  run<Value>(call: (client: ManagementClient) => Promise<Reply<Value>>): Promise<Value | null>;
  /** Takes the problem off the page. */
  dismiss(): void;
}

/** Runs commands one at a time for a form or a row of buttons. */
export function useCommand(): CommandState {
  const { client } = useCore();
  const t = useText();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ProcedureError | null>(null);

  const run = useCallback(
    async <Value>(call: (client: ManagementClient) => Promise<Reply<Value>>): Promise<Value | null> => {
      setBusy(true);
      setError(null);
      const reply = await call(client);
      setBusy(false);
      if (reply.ok) return reply.value;
      setError(reply.error);
      return null;
    },
    [client],
  );
  const dismiss = useCallback(() => setError(null), []);
  return { busy, problem: error === null ? null : problemText(error, t), run, dismiss };
}

/** The core's sentence; where none arrived, ours. */
export function problemText(error: ProcedureError, t: Text): string {
  switch (error.code) {
    case 'unreachable':
      return t('problem.unreachable');
    case 'invalid_answer':
      return t('problem.invalidAnswer');
    default:
      return error.message;
  }
}
