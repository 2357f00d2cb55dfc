import type { AttemptFacts, RequestFacts } from '../../../src-shared/model/request-facts.ts';
import type { Tone } from '../../components/status-glyph.tsx';

/** Which requests the person wants to see. */
export interface RequestFilter {
  readonly which: 'all' | 'failed' | 'switched';
  /** Only those that this account answered or was tried for; null for all. */
  readonly accountId: string | null;
}

/** What was read before with what is new in front, newest first, at most `most`. */
export function withNewest(
  known: readonly RequestFacts[],
  newest: readonly RequestFacts[],
  most: number,
): readonly RequestFacts[] {
  const ids = new Set(known.map(({ id }) => id));
  const added = newest.filter(({ id }) => !ids.has(id));
  return added.length === 0 ? known : [...added, ...known].slice(0, most);
}

/** Whether a request is one of those that the person wants to see. */
export function fits(request: RequestFacts, { which, accountId }: RequestFilter): boolean {
  const ofAccount =
    accountId === null ||
    request.accountId === accountId ||
    request.attempts.some((attempt) => attempt.accountId === accountId);
  if (!ofAccount || which === 'all') return ofAccount;
  return which === 'failed' ? hasFailed(request) : wasSwitched(request);
}

/** Whether the client did not get a whole, good answer, and did not itself give up on one. */
export function hasFailed({ outcome }: RequestFacts): boolean {
  return outcome === 'relayed-error' || outcome === 'own-error' || outcome === 'broken-stream';
}

/** Whether another account answered than the one that was asked first. */
export function wasSwitched({ attempts, accountId }: RequestFacts): boolean {
  return accountId !== null && attempts[0] !== undefined && attempts[0].accountId !== accountId;
}

/** The sign of one try. */
export function toneOfAttempt({ outcome }: AttemptFacts): Tone {
  switch (outcome) {
    case 'succeeded':
      return 'fine';
    case 'quota-rejected':
    case 'throttled':
    case 'overloaded':
      return 'resting';
    case 'client-aborted':
      return 'off';
    default:
      return 'action';
  }
}

/** The signs of all tries; an answer that did not reach its end does not look as if it had. */
export function tonesOfTries({ attempts, outcome }: RequestFacts): readonly Tone[] {
  const tones = attempts.map(toneOfAttempt);
  if (attempts.at(-1)?.outcome !== 'succeeded' || outcome === 'succeeded') return tones;
  return [...tones.slice(0, -1), outcome === 'client-aborted' ? 'off' : 'action'];
}

/** All tokens that went in, from the prompt and from the cache alike. */
export function tokensIn({ usage }: RequestFacts): number | null {
  return usage && usage.inputTokens + usage.cacheReadInputTokens + usage.cacheCreationInputTokens;
}
