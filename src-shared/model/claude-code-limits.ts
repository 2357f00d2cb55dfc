/** How one thing fares, and when. */
export interface ClaudeCodeLimit {
  readonly id: string;
  readonly effect: 'works' | 'differs' | 'off';
  /** With a key of Rota in the settings file, with Claude Code's own sign-in kept, or in both cases. */
  readonly applies: 'with-key' | 'with-own-sign-in' | 'always';
}

/**
 * What Claude Code does differently behind a base URL that is not the vendor's, as measured with 2.1.197 and
 * 2.1.330 on Linux (docs/claude-code.md). The words are in `i18n/claude-code-words-*.ts` under `limit.<id>`.
 */
export const CLAUDE_CODE_LIMITS = [
  { id: 'conversation', effect: 'works', applies: 'always' },
  { id: 'auto-mode', effect: 'works', applies: 'always' },
  { id: 'tool-search', effect: 'works', applies: 'always' },
  { id: 'live-reload', effect: 'works', applies: 'always' },
  { id: 'plan-display', effect: 'differs', applies: 'with-key' },
  { id: 'limit-display', effect: 'differs', applies: 'with-key' },
  { id: 'cache-hour', effect: 'differs', applies: 'with-key' },
  { id: 'own-account', effect: 'differs', applies: 'with-own-sign-in' },
  { id: 'side-calls', effect: 'differs', applies: 'always' },
  { id: 'managed-settings', effect: 'off', applies: 'always' },
  { id: 'remote-control', effect: 'off', applies: 'always' },
  { id: 'first-party-extras', effect: 'off', applies: 'always' },
] as const satisfies readonly ClaudeCodeLimit[];
