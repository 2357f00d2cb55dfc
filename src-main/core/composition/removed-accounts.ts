import type { Clock } from '../lib/clock.ts';
import type { Closer } from '../lib/closer.ts';
import type { Rotation } from '../oauth/token-set-store.ts';
import type { RemovedEntry } from '../settings/put-back.ts';
import type { VaultRecord } from '../vault/vault-port.ts';

/** How long a removal can be undone, in ms. */
export const UNDO_MS = 10 * 60_000;

/** One account that was removed, with everything that is needed to put it back. */
export interface RemovedAccount {
  readonly accountId: string;
  readonly entry: RemovedEntry;
  /** Its key or sign-in; null where it had none. */
  readonly record: VaultRecord | null;
}

/** Keeps removed accounts for a while, in memory only, and then has them forgotten for good. */
export class RemovedAccounts implements Closer {
  readonly #clock: Pick<Clock, 'after'>;
  readonly #forget: (accountId: string) => void;
  readonly #kept = new Map<string, { readonly removed: RemovedAccount; readonly timer: Disposable }>();

  constructor(clock: Pick<Clock, 'after'>, forget: (accountId: string) => void) {
    this.#clock = clock;
    this.#forget = forget;
  }

  keep(removed: RemovedAccount): void {
    const { accountId } = removed;
    this.release(accountId);
    const timer = this.#clock.after(UNDO_MS, () => this.#drop(accountId));
    this.#kept.set(accountId, { removed, timer });
  }

  /** The account, or null where it was not removed, or too long ago. */
  find(accountId: string): RemovedAccount | null {
    return this.#kept.get(accountId)?.removed ?? null;
  }

  /** The token set of a removed account was rotated by a refresh that had begun before: only `rotated` still opens it. */
  rotated({ accountId, spent, rotated }: Rotation): void {
    const kept = this.#kept.get(accountId);
    if (kept?.removed.record?.kind !== 'token-set') return;
    if (kept.removed.record.refreshToken !== spent.refreshToken) return;
    this.#kept.set(accountId, { ...kept, removed: { ...kept.removed, record: rotated } });
  }

  /** The account is back: nothing is forgotten. */
  release(accountId: string): void {
    this.#kept.get(accountId)?.timer[Symbol.dispose]();
    this.#kept.delete(accountId);
  }

  /** No undo reaches beyond this run. */
  async close(): Promise<void> {
    for (const accountId of [...this.#kept.keys()]) this.#drop(accountId);
  }

  #drop(accountId: string): void {
    this.release(accountId);
    this.#forget(accountId);
  }
}
