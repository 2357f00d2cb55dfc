import { createHash } from 'node:crypto';

const ID_LENGTH = 12;

/** What an id is derived from at first sight. Settings hold no two entries with the same one. */
export interface AccountKey {
  /** The provider entry's name. */
  readonly provider: string;
  /** Email in lower case; empty where there is none. */
  readonly identity: string;
}

/** The key of an account of the entry called `provider`, with or without an email. */
export function accountKey(provider: string, email: string | null): AccountKey {
  return { provider, identity: email?.toLowerCase() ?? '' };
}

/** One text per key, for maps. No name can contain the separator: settings refuse control characters. */
export function keyText({ provider, identity }: AccountKey): string {
  return `${provider}\u0000${identity}`;
}

/**
 * An account's id: 12 characters of `[a-z0-9]`, the same on every machine for the same key unless `isTaken`
 * says that another account has it already; the next candidate is then as deterministic.
 */
export function deriveAccountId(key: AccountKey, isTaken: (id: string) => boolean): string {
  for (let round = 0; ; round++) {
    const digest = createHash('sha256')
      .update(`${keyText(key)}\u0000${round}`)
      .digest();
    const id = digest.readBigUInt64BE().toString(36).padStart(ID_LENGTH, '0').slice(-ID_LENGTH);
    if (!isTaken(id)) return id;
  }
}
