import { quotaReading } from '../../account/quota-windows.ts';
import type { Fault } from '../fault.ts';
import { quotaAnswer } from '../quota-answer.ts';

const HOUR_MS = 3_600_000;

/** The five-hour window is spent for an hour; the weekly one is not. */
export const fiveHourLimit: Fault = {
  name: 'five-hour-limit',
  description: 'Answers 429 with unified-status rejected and the claim five_hour.',
  on: 'api',
  phase: 'before-commit',
  appliesTo: 'both',
  ending: 'error-answer',
  play({ send, now, requestId }) {
    const readings = [
      quotaReading('five_hour', 1, now + HOUR_MS),
      quotaReading('seven_day', 0.4, now + 72 * HOUR_MS),
    ];
    return send(quotaAnswer(readings, requestId));
  },
};
