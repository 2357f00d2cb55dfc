import type { Fault } from '../fault.ts';

/** Only a timeout of the peer ends this. */
export const silent: Fault = {
  name: 'silent',
  description: 'Never answers and keeps the connection open.',
  on: 'api',
  phase: 'before-commit',
  appliesTo: 'both',
  ending: 'silence',
  play: ({ exchange }) => exchange.ended(),
};
