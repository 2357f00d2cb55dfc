import type { Clock } from '../lib/clock.ts';
import { fail, ok, type Result } from '../lib/result.ts';
import type { ContentStore } from './sealed-file.ts';
import { type VaultContent, vaultRecordSchema } from './vault-content.ts';
import type { Vault, VaultEntry, VaultRecord } from './vault-port.ts';

type WriteOutcome = Result<{ version: number }, 'conflict' | 'write-failed'>;

/** One queued change: applied to the content of its turn, answered when that content is durable. */
interface Change {
  /** The content after the change, or null where it changes nothing; `outcome` holds once that is durable. */
  apply(content: VaultContent): { readonly next: VaultContent | null; readonly outcome: WriteOutcome };
  readonly settle: (outcome: WriteOutcome) => void;
  /** For a broken promise of the store; a disk that refuses is an outcome. */
  readonly abandon: (error: unknown) => void;
}

/**
 * The vault in memory before a store that makes it durable. Readers see what is durable and nothing else.
 * Changes are applied in the order in which they were asked for; those that queue up while the disk is busy
 * are written together, and stand or fall together.
 */
export class RecordVault implements Vault {
  readonly #store: ContentStore;
  readonly #clock: Pick<Clock, 'now'>;
  #content: VaultContent;
  #queue: Change[] = [];
  /** The one chain on which everything that touches the store runs. */
  #work: Promise<void> = Promise.resolve();
  #closed = false;

  constructor(content: VaultContent, store: ContentStore, clock: Pick<Clock, 'now'>) {
    this.#content = content;
    this.#store = store;
    this.#clock = clock;
  }

  read(id: string): VaultEntry | null {
    return this.#content.entries.get(id) ?? null;
  }

  ids(): readonly string[] {
    return [...this.#content.entries.keys()].sort();
  }

  async write(id: string, record: VaultRecord, expectedVersion: number): Promise<WriteOutcome> {
    // A copy of the record's own: what the caller does to its object later is not the vault's business.
    const checked = vaultRecordSchema.safeParse(record);
    if (!checked.success) {
      throw new TypeError(`Not a vault record: wrong value at "${checked.error.issues[0]?.path.join('.')}".`);
    }
    return this.#enqueue((content) => {
      if ((content.entries.get(id)?.version ?? 0) !== expectedVersion) {
        return {
          next: null,
          outcome: fail('conflict', 'The secret was changed by somebody else meanwhile.'),
        };
      }
      const version = content.sequence + 1;
      const entries = new Map(content.entries).set(id, { version, record: checked.data });
      return { next: this.#stamp(version, entries), outcome: ok({ version }) };
    });
  }

  async remove(id: string): Promise<Result<void, 'write-failed'>> {
    const outcome = await this.#enqueue((content) => {
      const version = content.sequence + 1;
      const entries = new Map(content.entries);
      const next = entries.delete(id) ? this.#stamp(version, entries) : null;
      return { next, outcome: ok({ version }) };
    });
    return outcome.ok ? ok(undefined) : fail('write-failed', outcome.error.message);
  }

  /** Runs `step` between two writes, e.g. to replace the master key under the store. */
  exclusively<T>(step: () => Promise<T>): Promise<T> {
    const result = this.#work.then(step);
    this.#work = result.then(
      () => {},
      () => {},
    );
    return result;
  }

  /** Resolves when all that was asked for is done; later changes fail with `write-failed`. */
  close(): Promise<void> {
    this.#closed = true;
    return this.#work;
  }

  #stamp(sequence: number, entries: ReadonlyMap<string, VaultEntry>): VaultContent {
    return { sequence, savedAt: this.#clock.now(), entries };
  }

  #enqueue(apply: Change['apply']): Promise<WriteOutcome> {
    if (this.#closed) return Promise.resolve(fail('write-failed', 'The vault is closed.'));
    return new Promise((settle, abandon) => {
      this.#queue.push({ apply, settle, abandon });
      if (this.#queue.length === 1) void this.exclusively(() => this.#writeQueue());
    });
  }

  async #writeQueue(): Promise<void> {
    const changes = this.#queue;
    this.#queue = [];
    let content = this.#content;
    const outcomes = changes.map((change) => {
      const { next, outcome } = change.apply(content);
      content = next ?? content;
      return outcome;
    });
    try {
      const saved = content === this.#content ? ok(undefined) : await this.#store.save(content);
      if (saved.ok) this.#content = content;
      // A conflict found in a batch that failed was a conflict with a change that never came to be.
      for (const [i, { settle }] of changes.entries()) settle(saved.ok ? outcomes[i]! : saved);
    } catch (error) {
      for (const { abandon } of changes) abandon(error);
    }
    await this.#store.followUp();
  }
}
