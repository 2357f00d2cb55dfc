import { type Check, type DoctorSay, failed, fine, type Verdict, warning } from '../check.ts';

export interface HistoryObservation {
  /** A question was answered just now. */
  readonly usable: boolean;
  /** Requests of this run that could not be written. */
  readonly dropped: number;
}

export function historyCheck(observe: () => Promise<HistoryObservation>): Check {
  return {
    id: 'history',
    checked: (say) => say('history.checked'),
    look: async (say) => judgeHistory(await observe(), say),
  };
}

export function judgeHistory({ usable, dropped }: HistoryObservation, say: DoctorSay): Verdict {
  if (!usable) return failed(say('history.unusable'), say('history.remedy'));
  if (dropped > 0) return warning(say('history.dropped', { count: dropped }), say('history.remedy'));
  return fine(say('history.fine'));
}
