import type { Clock } from '../lib/clock.ts';
import type { OAuthProviderSettings } from '../settings/settings.ts';
import { fetchWithin } from './fetch-within.ts';
import type { HttpFetch, ProxyChoice } from './http-fetch.ts';
import { parseTokenAnswer, type TokenResult } from './token-answer.ts';
import {
  type CodeGrant,
  exchangeRequest,
  type RefreshGrant,
  refreshRequest,
  type TokenRequest,
} from './token-request.ts';

/** Sends token requests; what to do with the answer is not its business. Never throws, never retries. */
export interface TokenClient {
  exchange(provider: OAuthProviderSettings, grant: CodeGrant, proxy: ProxyChoice): Promise<TokenResult>;
  refresh(provider: OAuthProviderSettings, grant: RefreshGrant, proxy: ProxyChoice): Promise<TokenResult>;
}

/** Longest wait for a whole token answer, in ms; the vendor's own client waits as long. */
export const TOKEN_TIMEOUT_MS = 30_000;

export interface TokenClientPorts {
  readonly fetch: HttpFetch;
  readonly clock: Clock;
  /** Sent as `User-Agent` unless the provider's `custom_headers` name one, e.g. `rota/0.1.0`. */
  readonly userAgent: string;
}

/** A token client over the given transport. */
export function createTokenClient({ fetch, clock, userAgent }: TokenClientPorts): TokenClient {
  async function send(request: TokenRequest, proxy: ProxyChoice): Promise<TokenResult> {
    const outcome = await fetchWithin({ fetch, clock, timeoutMs: TOKEN_TIMEOUT_MS }, request.url, {
      method: 'POST',
      headers: request.headers,
      body: request.body.reveal(),
      proxy,
    });
    switch (outcome.kind) {
      case 'answered':
        return parseTokenAnswer(outcome, clock.now());
      case 'too-large':
        return { ok: false, error: { kind: 'answer-unusable', problem: 'too-large' } };
      default:
        return { ok: false, error: outcome };
    }
  }
  return {
    exchange: (provider, grant, proxy) => send(exchangeRequest(provider, grant, userAgent), proxy),
    refresh: (provider, grant, proxy) => send(refreshRequest(provider, grant, userAgent), proxy),
  };
}
