import { type Check, type DoctorSay, failed, fine, type Verdict } from '../check.ts';

/** Whether the port is free for a start, asked while no Rota runs. */
export function freePortCheck(options: {
  readonly url: string;
  /** Null where nobody listens; else the program, or an empty text where it cannot be told. */
  owner(): Promise<string | null>;
}): Check {
  return {
    id: 'port',
    checked: (say) => say('port.checked', { url: options.url }),
    look: async (say) => judgeFreePort(await options.owner(), say),
  };
}

export function judgeFreePort(owner: string | null, say: DoctorSay): Verdict {
  if (owner === null) return fine(say('port.free'));
  const finding = owner === '' ? say('port.taken') : say('port.takenBy', { owner });
  return failed(finding, say('port.remedyOther'));
}
