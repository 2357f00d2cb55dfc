import { eventsAnswer } from '../../wire/answer.ts';
import { errorEvent } from '../../wire/sse-event.ts';
import type { Fault } from '../fault.ts';

/** The overload of a provider, told after the head is out. */
export const overloadedEvent: Fault = {
  name: 'overloaded-event',
  description: 'Answers 200 and sends overloaded_error as the first event.',
  on: 'api',
  phase: 'before-commit',
  appliesTo: 'stream',
  ending: 'error-answer',
  play: ({ send, requestId }) =>
    send(eventsAnswer([errorEvent('overloaded_error', 'Overloaded', requestId)])),
};
