import { quotaReading } from '../../account/quota-windows.ts';
import type { Fault } from '../fault.ts';
import { quotaAnswer } from '../quota-answer.ts';

const HOUR_MS = 3_600_000;

/** The weekly limit of one model family is spent; other models are still served. */
export const opusWeekLimit: Fault = {
  name: 'opus-week-limit',
  description: 'Answers 429 with unified-status rejected and the claim seven_day_opus.',
  on: 'api',
  phase: 'before-commit',
  appliesTo: 'both',
  ending: 'error-answer',
  play({ send, now, requestId }) {
    const readings = [
      quotaReading('five_hour', 0.2, now + HOUR_MS),
      quotaReading('seven_day', 0.4, now + 72 * HOUR_MS),
      quotaReading('seven_day_opus', 1, now + 72 * HOUR_MS),
    ];
    return send(quotaAnswer(readings, requestId));
  },
};
