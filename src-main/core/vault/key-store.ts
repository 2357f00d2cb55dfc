import type { Result } from '../lib/result.ts';
import type { MasterKey } from './master-key.ts';

export type KeyStoreKind = 'keychain' | 'file' | 'env' | 'memory';

/** Why a key store could not be used: `unavailable` must never be taken for "nothing stored". */
export type KeyStoreFailure = 'unavailable' | 'locked' | 'timeout' | 'invalid';

/** Keeps the master key. Every call has a time limit. */
export interface KeyStore {
  readonly kind: KeyStoreKind;
  /** What people call it, with an article where it needs one, e.g. `the system keychain`. */
  readonly name: string;
  /**
   * The key with the id `wanted`. A store that holds another key for this data folder answers with that one,
   * so the caller must compare ids; `wanted` is null while no vault says which key it needs. Null when the
   * store works and holds none.
   */
  read(wanted: string | null): Promise<Result<MasterKey | null, KeyStoreFailure>>;
  /** Adds the key and reads it back before it answers. Keys with other ids stay. */
  write(key: MasterKey): Promise<Result<void, KeyStoreFailure>>;
  /** Removes the key with this id; removing what is not there succeeds. */
  remove(id: string): Promise<Result<void, KeyStoreFailure>>;
}
