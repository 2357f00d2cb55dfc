import type { Result } from '../../lib/result.ts';
import { type Check, type DoctorSay, failed, fine, type Verdict, warning } from '../check.ts';
import type { AnswerHead } from '../network-probes.ts';

/** Whether the sign-in server answers. Its front page is asked for: a token request would count against its limits. */
export function tokenEndpointCheck(options: {
  readonly provider: string;
  readonly host: string;
  head(): Promise<Result<AnswerHead>>;
}): Check {
  const { provider, host } = options;
  return {
    id: `token-endpoint:${provider}`,
    checked: (say) => say('tokenEndpoint.checked', { provider, host }),
    look: async (say) => judgeTokenEndpoint(await options.head(), say),
  };
}

export function judgeTokenEndpoint(
  head: Result<Pick<AnswerHead, 'status' | 'isHtml'>>,
  say: DoctorSay,
): Verdict {
  if (!head.ok) {
    return failed(say('tokenEndpoint.unreachable', { code: head.error.code }), say('remedy.network'));
  }
  const { status, isHtml } = head.value;
  if (status === 403 && isHtml) {
    return warning(say('tokenEndpoint.blocked', { status }), say('tokenEndpoint.remedyBlocked'));
  }
  if (status >= 500)
    return warning(say('tokenEndpoint.trouble', { status }), say('tokenEndpoint.remedyTrouble'));
  return fine(say('tokenEndpoint.fine'));
}
