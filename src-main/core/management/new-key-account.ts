import type { ErrorCode } from '../../../src-shared/contract/error-codes.ts';
import { ok, type Result } from '../lib/result.ts';
import type { Secret } from '../lib/secret.ts';
import { isSubscriptionToken } from '../providers/subscription-token.ts';
import type { Settings } from '../settings/settings.ts';
import type { CallContext } from './call-context.ts';
import type { NewKeyAccount } from './services.ts';

/** What a person said about a new account; the rest is decided here. */
export interface KeyAccountWish {
  readonly name: string;
  readonly provider?: string | undefined;
  readonly baseUrl?: string | undefined;
  readonly authType?: 'api_key' | 'auth_token' | undefined;
  readonly key: Secret;
}

const VENDOR_BASE_URL = 'https://api.anthropic.com';

/** Fills in what was left open: a provider that is there already lends its address and type. */
export function decideKeyAccount(
  wish: KeyAccountWish,
  settings: Pick<Settings, 'providers'>,
  context: CallContext,
): Result<NewKeyAccount, ErrorCode> {
  const isSetupToken = isSubscriptionToken(wish.key.reveal());
  if (isSetupToken && wish.authType === 'api_key') {
    return context.refuse('invalid_input', 'key.setupTokenHeader');
  }
  const provider = wish.provider ?? wish.name;
  const sibling = settings.providers.find(({ name }) => name === provider);
  const baseUrl = (wish.baseUrl ?? sibling?.baseUrl ?? VENDOR_BASE_URL).replace(/\/+$/, '');
  return ok({
    name: wish.name,
    provider,
    type: sibling?.type ?? (baseUrl === VENDOR_BASE_URL ? 'anthropic' : 'compatible'),
    baseUrl,
    authType: wish.authType ?? (isSetupToken ? 'auth_token' : 'api_key'),
    key: wish.key,
  });
}
