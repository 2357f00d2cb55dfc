import type { Candidate, Choice } from '../candidate.ts';

/** The user's order as it stands. */
export function* priority(open: Iterable<Candidate>): Iterable<Choice> {
  for (const candidate of open) yield candidate.inOrder;
}
