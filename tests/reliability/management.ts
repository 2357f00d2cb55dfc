import { systemClock } from '../../src-main/core/lib/clock.ts';
import type { Simulator } from '../../src-main/core/simulator/simulator.ts';
import { localFetch } from '../../src-main/headless/local-fetch.ts';
import { createClient, type ManagementClient } from '../../src-shared/contract/client.ts';
import { createHttpTransport } from '../../src-shared/contract/http-transport.ts';
import type { Reply } from '../../src-shared/contract/reply.ts';

/** The vendor's page for sign-ins by paste, registered with the simulator; nothing is ever sent there. */
export const REDIRECT_URI = 'https://platform.claude.com/oauth/code/callback';

/** The management API of an instance. */
export function managementClient(url: string, token: string): ManagementClient {
  return createClient(
    createHttpTransport({
      baseUrl: url,
      token: () => token,
      fetch: localFetch,
      language: 'en',
      after: (delayMs, fn) => systemClock.after(delayMs, fn),
    }),
  );
}

/** The value of a reply that must be a success. */
export function succeeded<T>(reply: Reply<T>): T {
  if (!reply.ok) throw new Error(`${reply.error.code}: ${reply.error.message}`);
  return reply.value;
}

/** Signs somebody in, as a person who pastes the address that the page ended on. */
export async function signIn(client: ManagementClient, email: string): Promise<string> {
  const { loginId, authorizationUrl } = succeeded(await client.command('login.begin', { method: 'paste' }));
  const code = await approve(authorizationUrl, email);
  return succeeded(await client.command('login.complete', { loginId, code })).accountId;
}

/** Answers a sign-in page of the simulator; resolves with the address that the browser ends on. */
export async function approve(authorizationUrl: string, email: string): Promise<string> {
  const page = new URL(authorizationUrl);
  page.searchParams.set('auto', email);
  const approved = await fetch(page, { redirect: 'manual' });
  return approved.headers.get('location') ?? '';
}

/** Subscription accounts for a simulator: `one@example.com` and so on. */
export function people(...names: readonly string[]) {
  return names.map((name) => ({ id: name, email: `${name}@example.com`, plan: 'max' as const }));
}

/** Refreshes that an authorization server granted, and token requests that it refused. */
export function refreshCalls({ ledger }: Simulator): { readonly granted: number; readonly refused: number } {
  const calls = ledger.tokenCalls.filter(({ grant }) => grant === 'refresh_token');
  return { granted: calls.filter(({ ok }) => ok).length, refused: calls.filter(({ ok }) => !ok).length };
}
