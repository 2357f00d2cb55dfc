import { eventsAnswer } from '../../wire/answer.ts';
import { errorEvent } from '../../wire/sse-event.ts';
import type { Fault } from '../fault.ts';

/** A failure of the upstream, told after the head is out. */
export const apiErrorEvent: Fault = {
  name: 'api-error-event',
  description: 'Answers 200 and sends api_error as the first event.',
  on: 'api',
  phase: 'before-commit',
  appliesTo: 'stream',
  ending: 'error-answer',
  play: ({ send, requestId }) =>
    send(eventsAnswer([errorEvent('api_error', 'Internal server error', requestId)])),
};
