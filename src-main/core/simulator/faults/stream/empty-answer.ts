import { textAnswer } from '../../wire/answer.ts';
import type { Fault } from '../fault.ts';

/** A success that says nothing. */
export const emptyAnswer: Fault = {
  name: 'empty-answer',
  description: 'Answers 200 with an empty body.',
  on: 'api',
  phase: 'before-commit',
  appliesTo: 'both',
  ending: 'broken-answer',
  play: ({ send, stream }) =>
    send(textAnswer(200, stream ? 'text/event-stream; charset=utf-8' : 'application/json', '')),
};
