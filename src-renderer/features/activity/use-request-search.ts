import { useRef, useState } from 'react';
import type { RequestFacts } from '../../../src-shared/model/request-facts.ts';
import { useCore } from '../../client/client-context.tsx';
import { useCommand } from '../../client/use-command.ts';
import { useAnnounce } from '../../components/announcer.tsx';
import { useText } from '../../language/language.tsx';
import { requestIdIn } from './request-id.ts';

/** Why nothing was looked for or found. */
type Miss = 'find.empty' | 'find.malformed' | 'find.unknown' | 'find.unread';

/** Looks for one request by its id, among the latest and in the usage history. */
export interface RequestSearch {
  readonly found: RequestFacts | null;
  readonly busy: boolean;
  /** Why there is nothing to show, as a sentence, or null. */
  readonly problem: string | null;
  /** Takes an id, or a line that holds one. */
  find(pasted: string): void;
  /** Forgets what was found, and what was wrong. */
  clear(): void;
}

export function useRequestSearch(): RequestSearch {
  const t = useText();
  const announce = useAnnounce();
  const { snapshot } = useCore();
  const { run, busy, problem, dismiss } = useCommand();
  const [found, setFound] = useState<RequestFacts | null>(null);
  const [miss, setMiss] = useState<Miss | null>(null);
  const asked = useRef(0);

  const clear = () => {
    asked.current += 1;
    setFound(null);
    setMiss(null);
    dismiss();
  };

  const find = async (pasted: string) => {
    asked.current += 1;
    const search = asked.current;
    setMiss(null);
    dismiss();
    const id = requestIdIn(pasted);
    if (id === null) {
      setFound(null);
      return setMiss(pasted.trim() === '' ? 'find.empty' : 'find.malformed');
    }
    // What was found before stays until the answer is there, so that nothing flickers in between.
    const answer = await run((client) => client.query('requests.find', { id }));
    if (answer === null || search !== asked.current) return;
    setFound(answer.request);
    if (answer.request !== null) return announce(t('find.found'));
    const unread = snapshot.notices.some(({ kind }) => kind === 'history-unavailable');
    setMiss(unread ? 'find.unread' : 'find.unknown');
  };

  return {
    found,
    busy,
    problem: miss === null ? problem : t(miss),
    find: (pasted) => void find(pasted),
    clear,
  };
}
