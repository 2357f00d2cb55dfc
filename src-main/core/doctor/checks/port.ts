import { type Check, type DoctorSay, failed, fine, type Verdict } from '../check.ts';

/** Who answers at our address. */
export type PortObservation =
  | { readonly kind: 'rota'; readonly version: string }
  | { readonly kind: 'another-program' }
  | { readonly kind: 'silent'; readonly code: string };

/** Whether it is we who answer at our own address. */
export function portCheck(options: {
  readonly url: string;
  readonly version: string;
  /** Asks `/health`. */
  observe(): Promise<PortObservation>;
}): Check {
  return {
    id: 'port',
    checked: (say) => say('port.checked', { url: options.url }),
    look: async (say) => judgePort(await options.observe(), options.version, say),
  };
}

export function judgePort(seen: PortObservation, ourVersion: string, say: DoctorSay): Verdict {
  switch (seen.kind) {
    case 'rota':
      return seen.version === ourVersion
        ? fine(say('port.ours', { version: seen.version }))
        : failed(say('port.other'), say('port.remedyOther'));
    case 'another-program':
      return failed(say('port.other'), say('port.remedyOther'));
    case 'silent':
      return failed(say('port.silent', { code: seen.code }), say('port.remedySilent'));
  }
}
