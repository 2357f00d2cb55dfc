import { jsonAnswer } from '../../wire/answer.ts';
import type { Fault } from '../fault.ts';

/** Network or region, not the account (anthropics/claude-code#30437). */
export const regionBlocked: Fault = {
  name: 'region-blocked',
  description: 'Answers 403 with the JSON error "Request not allowed".',
  on: 'api',
  phase: 'before-commit',
  appliesTo: 'both',
  ending: 'error-answer',
  play: ({ send }) => send(jsonAnswer(403, { error: { type: 'forbidden', message: 'Request not allowed' } })),
};
