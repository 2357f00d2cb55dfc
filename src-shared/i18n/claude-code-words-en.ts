/** English for what works in Claude Code behind Rota, and what does not; ids as in `model/claude-code-limits.ts`. */
export const claudeCodeWordsEn = {
  'effect.works': 'Works',
  'effect.differs': 'Is different',
  'effect.off': 'Is off',
  'limit.conversation': 'Answers, tools, sub-agents, web search and /context work as without Rota.',
  'limit.auto-mode':
    'Auto mode works where the account that answers has it; Rota passes its checks on untouched.',
  'limit.tool-search':
    'Tool search stays on from 2.1.330; 2.1.197 turns it off with any base URL of your own.',
  'limit.live-reload': 'Sessions that are open take another address or key over within seconds.',
  'limit.plan-display': 'Claude Code shows “API Usage Billing” instead of your plan.',
  'limit.limit-display':
    'Claude Code shows no limits and no time of reset of its own; Rota shows them for every account.',
  'limit.cache-hour':
    'Claude Code keeps prompts in the cache for five minutes instead of one hour, unless ENABLE_PROMPT_CACHING_1H=1 is set.',
  'limit.own-account':
    'Claude Code shows the plan and limits of its own sign-in, while Rota’s accounts do the work; it must stay signed in.',
  'limit.side-calls':
    'Sign-in, telemetry and connectors of Claude Code go to the vendor directly, past Rota.',
  'limit.managed-settings':
    'Managed settings and policies of an organization are not fetched from the vendor.',
  'limit.remote-control': 'Remote Control refuses to start.',
  'limit.first-party-extras':
    'A few of the vendor’s own additions stay away: tracing headers, prompt caching across sessions, cache diagnosis.',
} as const;
