import { redirectAnswer } from '../../wire/answer.ts';
import type { Fault } from '../fault.ts';

/** A redirect that would carry method, body and credential to `location`. */
export function redirectTo(location: string): Fault {
  return {
    name: 'redirect',
    description: 'Answers 307 with the address of another host.',
    on: 'api',
    phase: 'before-commit',
    appliesTo: 'both',
    ending: 'error-answer',
    play: ({ send }) => send(redirectAnswer(307, location)),
  };
}

/** A redirect to a host that exists nowhere (RFC 2606 section 2). */
export const redirect: Fault = redirectTo('http://elsewhere.invalid/v1/messages');
