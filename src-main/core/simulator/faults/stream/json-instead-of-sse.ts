import { jsonAnswer } from '../../wire/answer.ts';
import type { Fault } from '../fault.ts';

/** What a service answers that does not know streaming. */
export const jsonInsteadOfSse: Fault = {
  name: 'json-instead-of-sse',
  description: 'Answers a streaming request with one JSON object.',
  on: 'api',
  phase: 'before-commit',
  appliesTo: 'stream',
  ending: 'broken-answer',
  play: ({ send }) => send(jsonAnswer(200, { type: 'message', role: 'assistant', content: [] })),
};
