import { fail, ok, type Result } from '../lib/result.ts';
import { Secret } from '../lib/secret.ts';
import type { OAuthProviderSettings } from '../settings/settings.ts';
import { type AuthorizationError, authorizationErrorOf } from './authorization-error.ts';

/**
 * The authorization response (RFC 6749 section 4.1.2) as it comes back: in the query of a redirect, or as
 * what a person copied from a page or an address bar. Everything here is pure; whether the state is ours
 * is decided by the login coordinator.
 */
export type AuthorizationAnswer =
  /** `state` is null only for a bare code that somebody pasted. */
  | { readonly kind: 'code'; readonly code: Secret; readonly state: string | null }
  | { readonly kind: 'refused'; readonly error: AuthorizationError; readonly state: string | null };

export type AuthorizationInputFailure =
  | 'authorization_input_empty'
  | 'authorization_input_not_recognised'
  | 'authorization_input_foreign_host'
  | 'authorization_code_missing'
  | 'authorization_state_missing';

/** Longest input that is looked at, in characters; a callback URL has a few hundred. */
const MAX_INPUT_CHARS = 8192;

/** The vendor's own domains; their subdomains count too. */
const VENDOR_DOMAINS = ['claude.ai', 'claude.com', 'anthropic.com'];
const LOOPBACK_HOSTS = ['localhost', '127.0.0.1', '[::1]'];

/** `code` and `code#state`: the printable characters that codes are made of, without `#`, `?` and blanks. */
const BARE_CODE = /^[A-Za-z0-9._~+/=:-]+$/;
/** An address that lost its scheme, as browsers hide it: `localhost:8976/callback?code=…`. */
const URL_WITHOUT_SCHEME = /^[A-Za-z0-9.-]+(:\d+)?\/[^\s]*\?/;

/** Reads what a person pasted: a bare code, `code#state`, or the whole address they ended on. */
export function parsePastedAnswer(
  input: string,
  configuredHosts: readonly string[],
): Result<AuthorizationAnswer, AuthorizationInputFailure> {
  const text = unquoted(input);
  if (text === '') return fail('authorization_input_empty', 'Nothing was pasted.');
  if (text.length > MAX_INPUT_CHARS) return notRecognised();
  if (/^https?:\/\//i.test(text)) return parsePastedUrl(text, configuredHosts);
  if (URL_WITHOUT_SCHEME.test(text)) return parsePastedUrl(`https://${text}`, configuredHosts);

  const [code = '', state, ...rest] = text.split('#');
  if (rest.length > 0) return notRecognised();
  if (code === '') return codeMissing();
  if (!BARE_CODE.test(code)) return notRecognised();
  if (state === '') {
    return fail(
      'authorization_state_missing',
      'The part after “#” is missing; copy the whole text that the page shows.',
    );
  }
  if (state !== undefined && !BARE_CODE.test(state)) return notRecognised();
  return ok({ kind: 'code', code: new Secret(code), state: state ?? null });
}

/** Reads the query of a redirect to our own callback address. */
export function parseRedirectQuery(
  query: URLSearchParams,
): Result<AuthorizationAnswer, AuthorizationInputFailure> {
  // RFC 6749 section 3.1: a parameter must not stand twice, and one without a value counts as absent.
  for (const name of ['code', 'state', 'error']) {
    if (query.getAll(name).length > 1) return notRecognised();
  }
  const code = query.get('code') || null;
  const state = query.get('state') || null;
  const error = query.get('error') || null;
  if (error !== null) return ok({ kind: 'refused', error: authorizationErrorOf(error), state });
  if (code === null) return codeMissing();
  if (state === null) {
    return fail(
      'authorization_state_missing',
      'The address carries no state; copy the whole address after signing in.',
    );
  }
  return ok({ kind: 'code', code: new Secret(code), state });
}

/** The hosts that the settings name for a provider's sign-in page and its redirect. */
export function hostsOfProvider(provider: Pick<OAuthProviderSettings, 'authUrl' | 'redirectUri'>): string[] {
  return [provider.authUrl, provider.redirectUri].map((url) => new URL(url).hostname);
}

/** Whether an address on `hostname` (as `URL` writes it) may carry an authorization response. */
export function isAnswerHost(hostname: string, configuredHosts: readonly string[]): boolean {
  return (
    LOOPBACK_HOSTS.includes(hostname) ||
    configuredHosts.includes(hostname) ||
    VENDOR_DOMAINS.some((domain) => hostname === domain || hostname.endsWith(`.${domain}`))
  );
}

function parsePastedUrl(
  text: string,
  configuredHosts: readonly string[],
): Result<AuthorizationAnswer, AuthorizationInputFailure> {
  if (/\s/.test(text) || !URL.canParse(text)) return notRecognised();
  const url = new URL(text);
  if (!isAnswerHost(url.hostname, configuredHosts)) {
    return fail(
      'authorization_input_foreign_host',
      'This address belongs to another site than the provider’s; its code is not used.',
    );
  }
  // Some pages show `…?code=CODE#STATE`: the fragment stands in for a state that the query lacks.
  if (url.hash.length > 1 && !url.searchParams.get('state')) {
    url.searchParams.set('state', decodeURIComponentOr(url.hash.slice(1)));
  }
  return parseRedirectQuery(url.searchParams);
}

function unquoted(input: string): string {
  const text = input.trim();
  const quoted = /^(["'`“‘<])(.*)(["'`”’>])$/s.exec(text);
  return quoted ? (quoted[2] ?? '').trim() : text;
}

function decodeURIComponentOr(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const notRecognised = () =>
  fail(
    'authorization_input_not_recognised',
    'This is neither a code, nor “code#state”, nor the address that the sign-in ended on.',
  );

const codeMissing = () => fail('authorization_code_missing', 'There is no code in what was pasted.');
