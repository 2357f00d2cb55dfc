import { htmlAnswer } from '../../wire/answer.ts';
import type { Fault } from '../fault.ts';

/** A proxy before the upstream failed and speaks HTML. */
export const badGateway: Fault = {
  name: 'bad-gateway',
  description: 'Answers 502 with an HTML page.',
  on: 'api',
  phase: 'before-commit',
  appliesTo: 'both',
  ending: 'error-answer',
  play: ({ send }) =>
    send(
      htmlAnswer(
        502,
        '<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>',
      ),
    ),
};
