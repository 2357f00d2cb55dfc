import type { Candidate, Choice } from '../candidate.ts';
import type { StrategyContext } from './strategy.ts';

/**
 * Every new session begins one account further. Only those that may serve now take part: rotating over all of
 * them would give the neighbour of a resting account twice the sessions.
 */
export function* roundRobin(open: Iterable<Candidate>, { turn }: StrategyContext): Iterable<Choice> {
  const candidates = [...open];
  for (let index = 0; index < candidates.length; index++) {
    const { account, model, place } = candidates[(turn + index) % candidates.length]!;
    yield { account, model, reason: { kind: 'round-robin', place } };
  }
}
