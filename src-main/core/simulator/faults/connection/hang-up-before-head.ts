import type { Fault } from '../fault.ts';

/** As after a restart of the upstream: no error, only an end. */
export const hangUpBeforeHead: Fault = {
  name: 'hang-up-before-head',
  description: 'Closes the connection in good order instead of answering.',
  on: 'api',
  phase: 'before-commit',
  appliesTo: 'both',
  ending: 'no-answer',
  play: ({ exchange }) => exchange.hangUp(),
};
