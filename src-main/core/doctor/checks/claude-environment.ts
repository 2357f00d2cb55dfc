import { isSameAddress } from '../../claude-code/connection.ts';
import { type Check, type DoctorSay, fine, type Verdict, warning } from '../check.ts';

/** Variables that send Claude Code to a cloud's own service, past any base URL (seen in 2.1.197 and 2.1.330). */
const OTHER_SERVICES = ['CLAUDE_CODE_USE_BEDROCK', 'CLAUDE_CODE_USE_VERTEX', 'CLAUDE_CODE_USE_FOUNDRY'];
const BASE_URL = 'ANTHROPIC_BASE_URL';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Whether the environment leads Claude Code elsewhere. A settings file wins over `ANTHROPIC_BASE_URL` in the
 * environment (seen in 2.1.197 and 2.1.330), which still leads everything else that reads it elsewhere.
 */
export function claudeEnvironmentCheck(environment: Environment, ourUrl: string | null): Check {
  return {
    id: 'claude-environment',
    checked: (say) => say('environment.checked'),
    look: async (say) => judgeClaudeEnvironment(environment, ourUrl, say),
  };
}

export function judgeClaudeEnvironment(
  environment: Environment,
  ourUrl: string | null,
  say: DoctorSay,
): Verdict {
  const service = OTHER_SERVICES.find((name) => isOn(environment[name]));
  if (service !== undefined) {
    return warning(
      say('environment.service', { name: service }),
      say('environment.remedy', { name: service }),
    );
  }
  const url = environment[BASE_URL];
  if (!url) return fine(say('environment.none'));
  if (ourUrl !== null && isSameAddress(url, ourUrl)) return fine(say('environment.here'));
  return warning(say('environment.elsewhere', { url }), say('environment.remedy', { name: BASE_URL }));
}

const isOn = (value: string | undefined) => /^(1|true|yes|on)$/i.test(value ?? '');
