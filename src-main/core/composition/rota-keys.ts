import type { ErrorCode } from '../../../src-shared/contract/error-codes.ts';
import type { EventBus } from '../events/event-bus.ts';
import { ClientKeyRing, KeyRing } from '../http/guards.ts';
import type { Clock } from '../lib/clock.ts';
import { type Random, randomToken } from '../lib/random.ts';
import { ok, type Result } from '../lib/result.ts';
import { Secret } from '../lib/secret.ts';
import { failAs, startError } from '../lib/start-failure.ts';
import type { KeyKind, KeysService } from '../management/services.ts';
import type { Vault, VaultRecord } from '../vault/vault-port.ts';
import { BoundKeys } from './bound-keys.ts';

/** Vault ids of the two keys that every installation has. */
const RECORD_IDS: Readonly<Record<KeyKind, string>> = {
  client: 'rota/client-key',
  admin: 'rota/admin-token',
};

interface RotaKeysOptions {
  readonly vault: Vault;
  readonly bus: EventBus;
  readonly clock: Pick<Clock, 'now'>;
  readonly random: Random;
  /** This run's token of the command line; opens management beside the admin token. */
  readonly controlToken: Secret;
}

/** The keys that Rota makes itself, kept in the vault: client key and admin token, and client keys for some accounts only. */
export class RotaKeys implements KeysService {
  /** Client keys that lead to some of the accounts only. */
  readonly bound: BoundKeys;
  readonly #options: RotaKeysOptions;
  #clientRing = new ClientKeyRing([]);
  #adminRing = new KeyRing([]);

  private constructor(options: RotaKeysOptions) {
    this.#options = options;
    this.bound = new BoundKeys({ ...options, onChanged: () => this.#clientKeysChanged() });
  }

  /** Reads all keys, making the two that are missing at first. Throws a `RotaError` (`vault_write_failed`) where one cannot be stored. */
  static async open(options: RotaKeysOptions): Promise<RotaKeys> {
    const keys = new RotaKeys(options);
    for (const which of ['client', 'admin'] as const) {
      if (keys.#find(which) !== null) continue;
      const made = await keys.#store(which);
      if (!made.ok) throw startError(made.error);
    }
    keys.#readRings();
    return keys;
  }

  /** What opens the proxied paths. */
  clientRing(): ClientKeyRing {
    return this.#clientRing;
  }

  /** What opens the management API. */
  adminRing(): KeyRing {
    return this.#adminRing;
  }

  show(which: KeyKind): Secret {
    return new Secret(this.#find(which)!);
  }

  async rotate(which: KeyKind): Promise<Result<Secret, ErrorCode>> {
    const stored = await this.#store(which);
    if (!stored.ok) return stored;
    if (which === 'client') this.#clientKeysChanged();
    else {
      this.#readRings();
      this.#options.bus.emit({ kind: 'admin-token-changed' });
    }
    return ok(this.show(which));
  }

  async #store(which: KeyKind): Promise<Result<void, ErrorCode>> {
    const { vault, clock, random } = this.#options;
    const id = RECORD_IDS[which];
    const record: VaultRecord = {
      kind: which === 'client' ? 'client-key' : 'admin-token',
      value: randomToken(random),
      createdAt: clock.now(),
    };
    const written = await vault.write(id, record, vault.read(id)?.version ?? 0);
    return written.ok ? ok(undefined) : failAs('vault_write_failed', written.error);
  }

  #find(which: KeyKind): string | null {
    const record = this.#options.vault.read(RECORD_IDS[which])?.record;
    return record?.kind === 'client-key' || record?.kind === 'admin-token' ? record.value : null;
  }

  #clientKeysChanged(): void {
    this.#readRings();
    this.#options.bus.emit({ kind: 'client-keys-changed' });
  }

  #readRings(): void {
    const installation = { value: this.#find('client')!, bound: null };
    this.#clientRing = new ClientKeyRing([installation, ...this.bound.doorKeys()]);
    this.#adminRing = new KeyRing([this.#find('admin')!, this.#options.controlToken.reveal()]);
  }
}
