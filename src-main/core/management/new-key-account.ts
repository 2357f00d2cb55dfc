import type { ErrorCode } from '../../../src-shared/contract/error-codes.ts';
import { ok, type Result } from '../lib/result.ts';
import type { Secret } from '../lib/secret.ts';
import { isSubscriptionToken } from '../providers/subscription-token.ts';
import { proxyOrNone } from '../settings/document-fields.ts';
import type { Settings } from '../settings/settings.ts';
import type { CallContext } from './call-context.ts';
import type { KeyTrial, NewKeyAccount } from './services.ts';

/** What a person said about a new account; the rest is decided here. */
export interface KeyAccountWish {
  readonly name: string;
  readonly provider?: string | undefined;
  readonly baseUrl?: string | undefined;
  readonly authType?: 'api_key' | 'auth_token' | undefined;
  readonly key: Secret;
}

/** What a person said about a key that is to be tried. */
export interface KeyTrialWish {
  readonly baseUrl?: string | undefined;
  readonly authType?: 'api_key' | 'auth_token' | undefined;
  readonly key: Secret;
  readonly proxy?: string | undefined;
}

const VENDOR_BASE_URL = 'https://api.anthropic.com';

/** Fills in what was left open: a provider that is there already lends its address and type. */
export function decideKeyAccount(
  wish: KeyAccountWish,
  settings: Pick<Settings, 'providers'>,
  context: CallContext,
): Result<NewKeyAccount, ErrorCode> {
  const authType = headerFor(wish, context);
  if (!authType.ok) return authType;
  const provider = wish.provider ?? wish.name;
  const sibling = settings.providers.find(({ name }) => name === provider);
  const baseUrl = withoutTrailingSlash(wish.baseUrl ?? sibling?.baseUrl ?? VENDOR_BASE_URL);
  return ok({
    name: wish.name,
    provider,
    type: sibling?.type ?? (baseUrl === VENDOR_BASE_URL ? 'anthropic' : 'compatible'),
    baseUrl,
    authType: authType.value,
    key: wish.key,
  });
}

/** Fills in what was left open. A setup token is not even tried before the terms are accepted. */
export function decideKeyTrial(
  wish: KeyTrialWish,
  settings: Pick<Settings, 'termsAcceptedAt'>,
  context: CallContext,
): Result<KeyTrial, ErrorCode> {
  const authType = headerFor(wish, context);
  if (!authType.ok) return authType;
  if (isSubscriptionToken(wish.key.reveal()) && settings.termsAcceptedAt === null) {
    return context.refuse('terms_not_accepted', 'key.setupTokenTerms');
  }
  const proxy = wish.proxy ?? null;
  if (proxy !== null && !proxyOrNone.safeParse(proxy).success) {
    return context.refuse('invalid_input', 'proxy.wrong');
  }
  const baseUrl = withoutTrailingSlash(wish.baseUrl ?? VENDOR_BASE_URL);
  return ok({ baseUrl, authType: authType.value, key: wish.key, proxy });
}

function headerFor(
  { authType, key }: Pick<KeyAccountWish, 'authType' | 'key'>,
  context: CallContext,
): Result<KeyTrial['authType'], ErrorCode> {
  const isSetupToken = isSubscriptionToken(key.reveal());
  if (isSetupToken && authType === 'api_key') {
    return context.refuse('invalid_input', 'key.setupTokenHeader');
  }
  return ok(authType ?? (isSetupToken ? 'auth_token' : 'api_key'));
}

function withoutTrailingSlash(address: string): string {
  return address.replace(/\/+$/, '');
}
