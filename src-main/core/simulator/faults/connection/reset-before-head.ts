import type { Fault } from '../fault.ts';

/** The request was received whole, so the work may have been done. */
export const resetBeforeHead: Fault = {
  name: 'reset-before-head',
  description: 'Resets the connection after the request and before the response head.',
  on: 'api',
  phase: 'before-commit',
  appliesTo: 'both',
  ending: 'no-answer',
  play: ({ exchange }) => exchange.reset(),
};
