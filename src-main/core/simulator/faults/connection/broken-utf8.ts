import { bodyBytes } from '../body-bytes.ts';
import type { Fault } from '../fault.ts';

/** The bytes must pass unchanged although they are no text. */
export const brokenUtf8: Fault = {
  name: 'broken-utf8',
  description: 'Sends a whole answer in which one byte is not UTF-8.',
  on: 'api',
  phase: 'after-commit',
  appliesTo: 'both',
  ending: 'whole-answer',
  async play({ exchange, usualAnswer }) {
    const answer = usualAnswer();
    const body = bodyBytes(exchange, answer);
    const wordAt = body.indexOf('simulated');
    // 0xff occurs nowhere in UTF-8 (RFC 3629 section 1).
    if (wordAt !== -1) body[wordAt] = 0xff;
    exchange.begin(answer.status, answer.headers);
    await exchange.write(body);
    exchange.finish();
  },
};
