import { fail, ok, type Result } from '../../src-main/core/lib/result.ts';
import type { TokenSetRecord, Vault, VaultEntry, VaultRecord } from '../../src-main/core/vault/vault-port.ts';

type WriteOutcome = Result<{ version: number }, 'conflict' | 'write-failed'>;

/**
 * A vault without a disk, with the compare-and-set semantics of the real one: versions come from one growing
 * sequence, and readers see only what is "durable", i.e. what `beforeDurable` has let through.
 */
export class MemoryVault implements Vault {
  readonly #entries = new Map<string, VaultEntry>();
  #sequence = 0;
  /** True makes every write fail as a full disk does. */
  diskIsFull = false;
  /** Awaited before a write takes effect, so that a test decides how long the disk takes. */
  beforeDurable: () => Promise<void> = async () => {};
  /** Writes that took effect, in order. */
  readonly written: { readonly id: string; readonly record: VaultRecord }[] = [];

  read(id: string): VaultEntry | null {
    return this.#entries.get(id) ?? null;
  }

  tokenSet(id: string): TokenSetRecord | null {
    const record = this.read(id)?.record;
    return record?.kind === 'token-set' ? record : null;
  }

  async write(id: string, record: VaultRecord, expectedVersion: number): Promise<WriteOutcome> {
    await this.beforeDurable();
    if (this.diskIsFull) return fail('write-failed', 'The disk is full.');
    if ((this.#entries.get(id)?.version ?? 0) !== expectedVersion)
      return fail('conflict', 'Changed meanwhile.');
    return ok({ version: this.put(id, record) });
  }

  /** Writes at once and past every check, as another part of the program might have done. */
  put(id: string, record: VaultRecord): number {
    const version = ++this.#sequence;
    this.#entries.set(id, { version, record });
    this.written.push({ id, record });
    return version;
  }

  async remove(id: string): Promise<Result<void, 'write-failed'>> {
    this.#entries.delete(id);
    return ok(undefined);
  }

  ids(): readonly string[] {
    return [...this.#entries.keys()].sort();
  }
}
