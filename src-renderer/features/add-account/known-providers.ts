/** A service that speaks Anthropic's API. */
export interface KnownProvider {
  readonly name: string;
  readonly baseUrl: string;
  /** Which header carries the key there. */
  readonly authType: 'api_key' | 'auth_token';
  /** Its own documentation, which has the last word on the two above. */
  readonly docs: string;
}

/** Providers that many people use with Claude Code, as their own documentation gave them in November 2026. */
export const KNOWN_PROVIDERS: readonly KnownProvider[] = [
  {
    name: 'Z.ai',
    baseUrl: 'https://api.z.ai/api/anthropic',
    authType: 'auth_token',
    docs: 'https://docs.z.ai',
  },
  {
    name: 'Moonshot',
    baseUrl: 'https://api.moonshot.ai/anthropic',
    authType: 'auth_token',
    docs: 'https://platform.moonshot.ai/docs',
  },
  {
    name: 'DeepSeek',
    baseUrl: 'https://api.deepseek.com/anthropic',
    authType: 'api_key',
    docs: 'https://api-docs.deepseek.com',
  },
  {
    name: 'MiniMax',
    baseUrl: 'https://api.minimax.io/anthropic',
    authType: 'auth_token',
    docs: 'https://platform.minimax.io/docs',
  },
];
