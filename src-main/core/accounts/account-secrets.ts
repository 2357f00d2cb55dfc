/**
 * What the registry may know about secrets: whether there is one, of which kind, whose, and until when. Never
 * the secret itself.
 */
import { createHash } from 'node:crypto';
import { assertNever } from '../../../src-shared/lib/assert-never.ts';
import type { AccountIdentity, AccountKind } from '../../../src-shared/model/account.ts';
import { isSubscriptionToken } from '../providers/subscription-token.ts';
import type { ProviderEntry } from '../settings/settings.ts';
import type { Vault } from '../vault/vault-port.ts';

/** An account's secret, described. */
export interface SecretInfo {
  readonly kind: AccountKind;
  readonly identity: AccountIdentity | null;
  /** ms since the epoch; null where it has no known end. */
  readonly expiresAt: number | null;
  /**
   * Another text after the user signed in again or gave another key, which reopens an account that waited for
   * that; the same text after a mere refresh and after a restart. Reveals nothing.
   */
  readonly issue: string;
}

/** A token set in the vault. */
export interface SignedInAccount {
  /** The vault record's id, which is the account's. */
  readonly accountId: string;
  readonly oauthProvider: string;
  readonly secret: SecretInfo;
  /** ms since the epoch. */
  readonly signedInAt: number;
}

export interface AccountSecrets {
  /** The secret of an account of this entry, or null where there is none (yet). */
  secretInfo(accountId: string, entry: Pick<ProviderEntry, 'auth' | 'authType'>): SecretInfo | null;
  /** Every token set there is, in the order of sign-in. */
  signedIn(): readonly SignedInAccount[];
}

export interface SecretPorts {
  readonly vault: Pick<Vault, 'read' | 'ids'>;
  /** The value of an environment variable, read at every use. */
  readonly environment: (name: string) => string | undefined;
}

/** The description of what the vault, the settings file and the environment hold. */
export function createAccountSecrets({ vault, environment }: SecretPorts): AccountSecrets {
  const tokenSet = (accountId: string): SignedInAccount | null => {
    const record = vault.read(accountId)?.record;
    if (record?.kind !== 'token-set') return null;
    const { oauthProvider, identity, expiresAt, signedInAt } = record;
    const secret = { kind: 'oauth', identity, expiresAt, issue: `sign-in-${signedInAt}` } as const;
    return { accountId, oauthProvider, secret, signedInAt };
  };

  return {
    secretInfo(accountId, { auth, authType }) {
      switch (auth.kind) {
        case 'oauth':
          return tokenSet(accountId)?.secret ?? null;
        case 'vault': {
          const record = vault.read(accountId)?.record;
          return record?.kind === 'account-secret' ? describe(record.value, authType, record.addedAt) : null;
        }
        case 'literal':
          return describe(auth.secret.reveal(), authType, null);
        case 'env': {
          const value = environment(auth.name);
          return value ? describe(value, authType, null) : null;
        }
        default:
          return assertNever(auth);
      }
    },
    signedIn: () =>
      vault
        .ids()
        .map(tokenSet)
        .filter((one) => one !== null)
        .sort((a, b) => a.signedInAt - b.signedInAt || (a.accountId < b.accountId ? -1 : 1)),
  };
}

/** `claude setup-token` asks for this life of its tokens, in ms. */
const SETUP_TOKEN_LIFE_MS = 31_536_000_000;

/**
 * A setup token (`claude setup-token`) belongs to a subscription; nothing but its beginning tells it from other bearer
 * tokens. It does not say when it ends either: one that was added here ends a year later, or sooner if it was old.
 */
function describe(secret: string, authType: ProviderEntry['authType'], addedAt: number | null): SecretInfo {
  const setupToken = isSubscriptionToken(secret);
  const kind = setupToken ? 'setup-token' : authType === 'api_key' ? 'api-key' : 'bearer-token';
  const expiresAt = setupToken && addedAt !== null ? addedAt + SETUP_TOKEN_LIFE_MS : null;
  return { kind, identity: null, expiresAt, issue: fingerprint(secret) };
}

/** 32 bits of a hash: enough to notice another key, far too few to confirm a guess. */
function fingerprint(secret: string): string {
  return createHash('sha256').update(`rota-secret-issue\u0000${secret}`).digest('hex').slice(0, 8);
}
