import type { Fault } from '../fault.ts';

/** The peer has to decode a copy to read it. */
export const compressed: Fault = {
  name: 'compressed',
  description: 'Sends the answer compressed with gzip.',
  on: 'api',
  phase: 'after-commit',
  appliesTo: 'both',
  ending: 'whole-answer',
  play: ({ send, usualAnswer }) => send(usualAnswer(), 'gzip'),
};
