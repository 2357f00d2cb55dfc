import type { Result } from '../lib/result.ts';

/**
 * What the rest of the core may do with secrets. Every record has a version that grows with each write and is
 * never given out twice, not even after a removal; a writer says which version it has seen, so that a late
 * writer cannot roll a rotated token back.
 */
export interface Vault {
  /** The record as last written by this process or found at start; null when there is none. Never touches the disk. */
  read(id: string): VaultEntry | null;
  /**
   * Writes one record and resolves when it is durable (fsync of the file and its folder), or with
   * `conflict` when the stored version is not `expectedVersion` (0 = must not exist yet), or with
   * `write-failed` when the disk refused; in both cases the old record stands.
   */
  write(
    id: string,
    record: VaultRecord,
    expectedVersion: number,
  ): Promise<Result<{ version: number }, 'conflict' | 'write-failed'>>;
  /** Removes a record durably; removing what is not there succeeds. */
  remove(id: string): Promise<Result<void, 'write-failed'>>;
  /** Ids of all records, sorted. */
  ids(): readonly string[];
}

export interface VaultEntry {
  readonly version: number;
  readonly record: VaultRecord;
}

/** A secret at rest. Times are ms since the epoch. */
export type VaultRecord =
  | TokenSetRecord
  /** An API key, a bearer token or a setup token that was typed in. */
  | { readonly kind: 'account-secret'; readonly value: string; readonly addedAt: number }
  /** What Claude Code presents to Rota. */
  | { readonly kind: 'client-key'; readonly value: string; readonly createdAt: number }
  /** A client key that leads to some of the accounts only. */
  | {
      readonly kind: 'bound-client-key';
      readonly name: string;
      readonly value: string;
      readonly accountIds: readonly string[];
      readonly createdAt: number;
    }
  /** Opens the management API. */
  | { readonly kind: 'admin-token'; readonly value: string; readonly createdAt: number }
  /** What stood in one of Claude Code's settings files before it was connected; JSON, and maybe a token of the user's. */
  | { readonly kind: 'claude-settings'; readonly value: string; readonly storedAt: number };

/** A token set and the identity that it belongs to, kept together so that neither is ever without the other. */
export interface TokenSetRecord {
  readonly kind: 'token-set';
  readonly oauthProvider: string;
  readonly accessToken: string;
  readonly refreshToken: string | null;
  /** null = the server named no end. */
  readonly expiresAt: number | null;
  readonly refreshTokenExpiresAt: number | null;
  readonly scopes: readonly string[];
  readonly identity: {
    readonly email: string | null;
    readonly accountUuid: string | null;
    readonly organizationUuid: string | null;
    readonly organizationName: string | null;
    readonly subscription: string | null;
    readonly rateLimitTier: string | null;
  };
  readonly signedInAt: number;
  /** When the token set was last rotated; equals `signedInAt` at first. */
  readonly rotatedAt: number;
}
