import { textAnswer } from '../../wire/answer.ts';
import type { Fault } from '../fault.ts';

/** A success that cannot be read. */
export const tokenGarbage: Fault = {
  name: 'token-garbage',
  description: 'Answers a token request with 200 and a body that is not JSON.',
  on: 'token-endpoint',
  phase: 'before-commit',
  appliesTo: 'plain',
  ending: 'broken-answer',
  play: ({ send }) => send(textAnswer(200, 'application/json', '{"access_token": "sk-ant-')),
};
