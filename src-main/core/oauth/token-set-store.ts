import type { EventBus } from '../events/event-bus.ts';
import type { Clock } from '../lib/clock.ts';
import type { Closer } from '../lib/closer.ts';
import { Emitter } from '../lib/emitter.ts';
import type { Logger } from '../logging/logger.ts';
import type { TokenSetRecord, Vault } from '../vault/vault-port.ts';

/** What became of a rotated set: `held` = only in memory so far, `superseded` = a newer sign-in or a removal won. */
export type SaveOutcome = 'saved' | 'held' | 'superseded';

export interface TokenSetEntry {
  readonly record: TokenSetRecord;
  /** The vault's version that `record` is, or is meant to replace. */
  readonly version: number;
}

/** A refresh has spent `spent`: from now on only `rotated` is good for anything. */
export interface Rotation {
  readonly accountId: string;
  readonly spent: TokenSetRecord;
  readonly rotated: TokenSetRecord;
}

/** A rotated set that the disk has not taken yet. Its predecessor is void, so it must not be lost. */
interface HeldSet {
  readonly record: TokenSetRecord;
  readonly base: TokenSetEntry;
  readonly failures: number;
  readonly retry: Disposable;
}

const FIRST_RETRY_MS = 1_000;
const MAX_RETRY_MS = 60_000;
/** Conflicts in a row that one save puts up with before it counts as failed and is tried again later. */
const MAX_CONFLICTS = 5;

/**
 * Token sets as the credential source sees them: the vault's, or a newer one that the vault could not
 * write (disk full, folder gone). The latter is used, since its predecessor is already void at the
 * provider, and is offered to the vault again until it is durable.
 */
export class TokenSetStore implements Closer {
  readonly #vault: Pick<Vault, 'read' | 'write'>;
  readonly #clock: Clock;
  readonly #events: Pick<EventBus, 'emit'>;
  readonly #logger: Logger;
  readonly #held = new Map<string, HeldSet>();
  /** Rotated sets on their way into the vault. */
  readonly #saving = new Map<string, Rotation>();
  readonly #rotations: Emitter<Rotation>;
  #closed = false;

  constructor(ports: {
    readonly vault: Pick<Vault, 'read' | 'write'>;
    readonly clock: Clock;
    readonly events: Pick<EventBus, 'emit'>;
    readonly logger: Logger;
  }) {
    this.#vault = ports.vault;
    this.#clock = ports.clock;
    this.#events = ports.events;
    this.#logger = ports.logger;
    this.#rotations = new Emitter(() => ports.logger.error('A listener of rotations failed'));
  }

  /** Hears of every rotation as soon as it is known, before it is durable and also where it never will be. */
  onRotated(listener: (rotation: Rotation) => void): Disposable {
    return this.#rotations.subscribe(listener);
  }

  /**
   * The set that must not be lost: as `read`, or one that is on its way into the vault. Nobody may use it before
   * it is durable, but who takes the account out of the vault has to keep this one.
   */
  newest(accountId: string): TokenSetRecord | null {
    const readable = this.read(accountId);
    const saving = this.#saving.get(accountId);
    return saving !== undefined && saving.spent.refreshToken === readable?.refreshToken
      ? saving.rotated
      : readable;
  }

  /** The newest token set of an account, or null. Never waits. */
  read(accountId: string): TokenSetRecord | null {
    const stored = this.#vault.read(accountId);
    if (stored === null || stored.record.kind !== 'token-set') return null;
    if (this.#held.size === 0) return stored.record;
    const held = this.#held.get(accountId);
    return held !== undefined && held.base.version === stored.version ? held.record : stored.record;
  }

  /** As `read`, with the version that a later `save` refers to. */
  entry(accountId: string): TokenSetEntry | null {
    const record = this.read(accountId);
    const version = this.#vault.read(accountId)?.version;
    return record === null || version === undefined ? null : { record, version };
  }

  /** Accounts whose newest token set is only in memory. */
  unsaved(): readonly string[] {
    return [...this.#held.keys()];
  }

  /** Puts `rotated`, which a refresh made out of `base`, in its place; resolves when that is durable or held. */
  async save(accountId: string, rotated: TokenSetRecord, base: TokenSetEntry): Promise<SaveOutcome> {
    const rotation: Rotation = { accountId, spent: base.record, rotated };
    this.#saving.set(accountId, rotation);
    this.#rotations.emit(rotation);
    try {
      return await this.#saveOrHold(accountId, rotated, base);
    } finally {
      if (this.#saving.get(accountId) === rotation) this.#saving.delete(accountId);
    }
  }

  async #saveOrHold(accountId: string, rotated: TokenSetRecord, base: TokenSetEntry): Promise<SaveOutcome> {
    const outcome = await this.#write(accountId, rotated, base);
    if (outcome !== 'write-failed') {
      this.#release(accountId);
      return outcome;
    }
    if (this.#closed) {
      this.#reportLost(accountId);
      return 'held';
    }
    this.#logger.error('A rotated token set could not be stored and is kept in memory', { accountId });
    this.#hold(accountId, rotated, base, 1);
    return 'held';
  }

  /** Offers what is still held to the vault once more. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const [accountId, held] of this.#held) {
      held.retry[Symbol.dispose]();
      const outcome = await this.#write(accountId, held.record, held.base);
      if (outcome === 'write-failed') this.#reportLost(accountId);
    }
    this.#held.clear();
  }

  #reportLost(accountId: string): void {
    this.#logger.error('A rotated token set is lost: its account must sign in again', { accountId });
  }

  async #write(
    accountId: string,
    rotated: TokenSetRecord,
    base: TokenSetEntry,
  ): Promise<'saved' | 'superseded' | 'write-failed'> {
    for (let conflicts = 0; conflicts < MAX_CONFLICTS; conflicts++) {
      const stored = this.#vault.read(accountId);
      // Removed meanwhile, or another sign-in: neither may be undone by a late refresh. A stored set with the
      // base's own refresh token is the base itself, written again by a held retry.
      const isBase =
        stored !== null &&
        (stored.version === base.version ||
          (stored.record.kind === 'token-set' && stored.record.refreshToken === base.record.refreshToken));
      if (!isBase) return 'superseded';
      const result = await this.#attempt(accountId, rotated, stored.version);
      if (result !== 'conflict') return result;
    }
    return 'write-failed';
  }

  async #attempt(
    accountId: string,
    rotated: TokenSetRecord,
    version: number,
  ): Promise<'saved' | 'conflict' | 'write-failed'> {
    try {
      const result = await this.#vault.write(accountId, rotated, version);
      return result.ok ? 'saved' : result.error.code;
    } catch {
      // A broken vault is no reason to lose the only good refresh token either.
      return 'write-failed';
    }
  }

  #hold(accountId: string, record: TokenSetRecord, base: TokenSetEntry, failures: number): void {
    const before = this.#held.get(accountId);
    before?.retry[Symbol.dispose]();
    const delayMs = Math.min(FIRST_RETRY_MS * 2 ** (failures - 1), MAX_RETRY_MS);
    const retry = this.#clock.after(delayMs, () => void this.#retry(accountId));
    this.#held.set(accountId, { record, base, failures, retry });
    if (before === undefined) this.#announceHeld();
  }

  async #retry(accountId: string): Promise<void> {
    const held = this.#held.get(accountId);
    if (held === undefined) return;
    const outcome = await this.#write(accountId, held.record, held.base);
    // A newer rotation may have taken this one's place while the disk was busy.
    if (this.#held.get(accountId) !== held) return;
    if (outcome === 'write-failed') {
      if (!this.#closed) this.#hold(accountId, held.record, held.base, held.failures + 1);
      return;
    }
    this.#release(accountId);
    this.#logger.info('A rotated token set that was kept in memory is stored now', { accountId });
  }

  #release(accountId: string): void {
    this.#held.get(accountId)?.retry[Symbol.dispose]();
    if (this.#held.delete(accountId)) this.#announceHeld();
  }

  #announceHeld(): void {
    this.#events.emit({ kind: 'sign-ins-held', accountIds: this.unsaved() });
  }
}
