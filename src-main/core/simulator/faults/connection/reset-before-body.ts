import type { Fault } from '../fault.ts';

/** The connection breaks while the request is on its way. */
export const resetBeforeBody: Fault = {
  name: 'reset-before-body',
  description: 'Resets the connection as soon as the request head is there.',
  on: 'api',
  phase: 'before-commit',
  appliesTo: 'both',
  ending: 'no-answer',
  strikesAt: 'head',
  play: ({ exchange }) => exchange.reset(),
};
