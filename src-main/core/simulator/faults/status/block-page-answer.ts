import { blockPage } from '../block-page.ts';
import type { Fault } from '../fault.ts';

/** A content delivery network stops the caller before the vendor sees it. */
export const blockPageAnswer: Fault = {
  name: 'block-page-answer',
  description: 'Answers 403 with an HTML page of a robot check.',
  on: 'api',
  phase: 'before-commit',
  appliesTo: 'both',
  ending: 'error-answer',
  play: ({ send }) => send(blockPage()),
};
