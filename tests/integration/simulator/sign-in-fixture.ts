import { codeChallengeOf } from '../../../src-main/core/simulator/oauth/grant-book.ts';
import type { Simulator } from '../../../src-main/core/simulator/simulator.ts';

export const codeVerifier = 'a-verifier-of-at-least-forty-three-characters-0123456789';
export const state = 'a-state+with/special=characters&more';

/** The parameters of a right authorization request. */
export function authorizationParams(simulator: Simulator, changes: Record<string, string | null> = {}) {
  const params = new URLSearchParams({
    code: 'true',
    client_id: simulator.clientId,
    response_type: 'code',
    redirect_uri: simulator.redirectUri,
    scope: 'org:create_api_key user:profile user:inference',
    code_challenge: codeChallengeOf(codeVerifier),
    code_challenge_method: 'S256',
    state,
  });
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) params.delete(name);
    else params.set(name, value);
  }
  return params;
}

/** Opens the sign-in page, or where `auto` is among the changes gets its redirect. */
export function openSignIn(
  simulator: Simulator,
  changes: Record<string, string | null> = {},
): Promise<Response> {
  const url = `${simulator.authUrl}?${authorizationParams(simulator, changes)}`;
  return fetch(url, { redirect: 'manual' });
}

/** Signs in as `email` and gives back the code. */
export async function getCode(
  simulator: Simulator,
  email = 'work@studio.example',
  changes: Record<string, string | null> = {},
): Promise<string> {
  const response = await openSignIn(simulator, { auto: email, ...changes });
  return new URL(response.headers.get('location')!).searchParams.get('code')!;
}

export interface TokenAnswer {
  readonly status: number;
  readonly body: Record<string, unknown> & { access_token: string; refresh_token: string };
}

/** One call of the token endpoint with a JSON body. */
export async function callTokenEndpoint(simulator: Simulator, fields: object): Promise<TokenAnswer> {
  const response = await fetch(simulator.tokenUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(fields),
  });
  return { status: response.status, body: (await response.json()) as TokenAnswer['body'] };
}

export function exchange(simulator: Simulator, code: string, changes: object = {}): Promise<TokenAnswer> {
  return callTokenEndpoint(simulator, {
    grant_type: 'authorization_code',
    code,
    redirect_uri: simulator.redirectUri,
    client_id: simulator.clientId,
    code_verifier: codeVerifier,
    state,
    ...changes,
  });
}

export function refresh(
  simulator: Simulator,
  refreshToken: string,
  changes: object = {},
): Promise<TokenAnswer> {
  return callTokenEndpoint(simulator, {
    grant_type: 'refresh_token',
    refresh_token: refreshToken,
    client_id: simulator.clientId,
    ...changes,
  });
}
