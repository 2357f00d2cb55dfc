import type { ErrorCode } from '../../../src-shared/contract/error-codes.ts';
import type { ClientKey } from '../http/guards.ts';
import type { Clock } from '../lib/clock.ts';
import { type Random, randomToken } from '../lib/random.ts';
import { fail, ok, type Result } from '../lib/result.ts';
import { Secret } from '../lib/secret.ts';
import type { BoundClientKey, BoundKeysService } from '../management/services.ts';
import type { BoundKey } from '../routing/bound-key.ts';
import type { Vault, VaultRecord } from '../vault/vault-port.ts';

type BoundKeyRecord = Extract<VaultRecord, { kind: 'bound-client-key' }>;

/** Every request is held against every key, so there is a limit; a project has one. */
const MAX_BOUND_KEYS = 100;
const ID_PREFIX = 'rota/bound-client-key/';

interface BoundKeysOptions {
  readonly vault: Vault;
  readonly clock: Pick<Clock, 'now'>;
  readonly random: Random;
  /** Called when a key was made, bound anew, replaced or removed. */
  readonly onChanged: () => void;
}

/** Client keys that lead to some of the accounts only, one vault record each. Names differ by more than case. */
export class BoundKeys implements BoundKeysService {
  readonly #options: BoundKeysOptions;
  #records: ReadonlyMap<string, BoundKeyRecord>;

  constructor(options: BoundKeysOptions) {
    this.#options = options;
    this.#records = readRecords(options.vault);
  }

  /** What the guards hold requests against. */
  doorKeys(): readonly ClientKey[] {
    return Array.from(this.#records.values(), (record) => ({ value: record.value, bound: boundKey(record) }));
  }

  list(): readonly BoundClientKey[] {
    return [...this.#records.values()]
      .map(({ name, accountIds, createdAt }) => ({ name, accountIds, createdAt }))
      .sort((a, b) => a.name.localeCompare(b.name));
  }

  find(name: string): BoundKey | null {
    const record = this.#records.get(idOf(name));
    return record === undefined ? null : boundKey(record);
  }

  show(name: string): Secret | null {
    const record = this.#records.get(idOf(name));
    return record === undefined ? null : new Secret(record.value);
  }

  async bind(name: string, accountIds: readonly string[]): Promise<Result<Secret, ErrorCode>> {
    const { clock, random } = this.#options;
    const known = this.#records.get(idOf(name));
    if (known === undefined && this.#records.size >= MAX_BOUND_KEYS) {
      return fail(
        'invalid_input',
        `There are ${MAX_BOUND_KEYS} bound client keys already; remove one first.`,
      );
    }
    return this.#store({
      kind: 'bound-client-key',
      name,
      value: known?.value ?? randomToken(random),
      accountIds,
      createdAt: known?.createdAt ?? clock.now(),
    });
  }

  async rotate(name: string): Promise<Result<Secret, ErrorCode>> {
    const known = this.#records.get(idOf(name));
    if (known === undefined) return unknown(name);
    return this.#store({ ...known, value: randomToken(this.#options.random) });
  }

  async remove(name: string): Promise<Result<void, ErrorCode>> {
    if (!this.#records.has(idOf(name))) return unknown(name);
    const removed = await this.#options.vault.remove(idOf(name));
    if (!removed.ok) return fail('vault_write_failed', removed.error.message);
    this.#changed();
    return ok(undefined);
  }

  async #store(record: BoundKeyRecord): Promise<Result<Secret, ErrorCode>> {
    const { vault } = this.#options;
    const id = idOf(record.name);
    const written = await vault.write(id, record, vault.read(id)?.version ?? 0);
    if (!written.ok) return fail('vault_write_failed', written.error.message);
    this.#changed();
    return ok(new Secret(record.value));
  }

  #changed(): void {
    this.#records = readRecords(this.#options.vault);
    this.#options.onChanged();
  }
}

function readRecords(vault: Vault): ReadonlyMap<string, BoundKeyRecord> {
  const records = new Map<string, BoundKeyRecord>();
  for (const id of vault.ids()) {
    const record = id.startsWith(ID_PREFIX) ? vault.read(id)?.record : undefined;
    if (record?.kind === 'bound-client-key') records.set(id, record);
  }
  return records;
}

function idOf(name: string): string {
  return `${ID_PREFIX}${name.toLowerCase()}`;
}

function boundKey({ name, accountIds }: BoundKeyRecord): BoundKey {
  return { name, accountIds: new Set(accountIds) };
}

function unknown(name: string): Result<never, ErrorCode> {
  return fail('key_unknown', `There is no client key “${name}”.`);
}
