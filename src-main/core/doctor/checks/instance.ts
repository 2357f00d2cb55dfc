import { type Check, type DoctorSay, failed, fine, type Verdict } from '../check.ts';

/** Whether a Rota runs for a data folder; `url` is null where none does. */
export function instanceCheck(options: {
  readonly folder: string;
  readonly url: string | null;
  /** What to type to start one. */
  readonly startCommand: string;
}): Check {
  return {
    id: 'instance',
    checked: (say) => say('instance.checked', { folder: options.folder }),
    look: async (say) => judgeInstance(options.url, options.startCommand, say),
  };
}

export function judgeInstance(url: string | null, startCommand: string, say: DoctorSay): Verdict {
  return url === null
    ? failed(say('instance.none'), say('instance.remedy', { command: startCommand }))
    : fine(say('instance.running', { url }));
}
