import type { Result } from '../../lib/result.ts';
import { type Check, type DoctorSay, failed, fine, type Verdict } from '../check.ts';

/** Whether a proxy takes connections; whether it leads anywhere shows at the accounts behind it. */
export function proxyCheck(options: {
  /** Without a user name or password. */
  readonly proxy: string;
  /** Names of the accounts behind it. */
  readonly accounts: readonly string[];
  dial(): Promise<Result<void>>;
}): Check {
  const { proxy } = options;
  return {
    id: `proxy:${proxy}`,
    checked: (say) => say('proxy.checked', { proxy, accounts: options.accounts.join(', ') }),
    look: async (say) => judgeProxy(await options.dial(), say),
  };
}

export function judgeProxy(dialled: Result<void>, say: DoctorSay): Verdict {
  return dialled.ok
    ? fine(say('proxy.fine'))
    : failed(say('proxy.failed', { code: dialled.error.code }), say('proxy.remedy'));
}
