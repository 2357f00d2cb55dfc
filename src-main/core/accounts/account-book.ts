/**
 * The book of ids and what is known per id: an account keeps its id, and with it counts, windows and health, over
 * restarts, a renamed provider, and a time in which the settings do not name it.
 */
import type { QuotaWindow } from '../../../src-shared/model/quota-window.ts';
import { AccountCounters } from './account-counters.ts';
import { type AccountHealth, GOOD_HEALTH } from './account-health.ts';
import { type AccountKey, deriveAccountId, keyText } from './account-id.ts';
import type { SavedAccount } from './saved-accounts.ts';

/** What is known about one id. Only the registry writes it. */
export interface AccountRecord {
  readonly id: string;
  key: AccountKey;
  baseUrl: string | null;
  present: boolean;
  secretIssue: string | null;
  health: AccountHealth;
  windows: readonly QuotaWindow[];
  readonly counters: AccountCounters;
}

/** An entry with a key of its own, as far as it helps to recognise it under another name. */
export interface KeyedSite {
  readonly key: AccountKey;
  readonly baseUrl: string;
}

export class AccountBook {
  readonly #records = new Map<string, AccountRecord>();
  readonly #idsByKey = new Map<string, string>();

  constructor(saved: readonly SavedAccount[]) {
    for (const { counters, ...fields } of saved) {
      this.#records.set(fields.id, { ...fields, counters: new AccountCounters(counters) });
      this.#idsByKey.set(keyText(fields.key), fields.id);
    }
  }

  get(id: string): AccountRecord | undefined {
    return this.#records.get(id);
  }

  /** The id that belongs to a key, or null where it was never seen. */
  idOf(key: AccountKey): string | null {
    return this.#idsByKey.get(keyText(key)) ?? null;
  }

  /** The id for a key: the known one, else a derived one that neither the book nor `isTaken` has for somebody else. */
  idFor(key: AccountKey, isTaken: (id: string) => boolean): string {
    const known = this.idOf(key);
    if (known !== null && !isTaken(known)) return known;
    return deriveAccountId(key, (id) => this.#records.has(id) || isTaken(id));
  }

  /** The record of an id, filed under `key` from now on. */
  file(id: string, key: AccountKey, baseUrl: string | null): AccountRecord {
    const known = this.#records.get(id);
    if (known && known.baseUrl === baseUrl && keyText(known.key) === keyText(key)) return known;
    const record: AccountRecord = known ?? {
      id,
      key,
      baseUrl,
      present: false,
      secretIssue: null,
      health: GOOD_HEALTH,
      windows: [],
      counters: new AccountCounters(null),
    };
    if (known && this.#idsByKey.get(keyText(known.key)) === id) this.#idsByKey.delete(keyText(known.key));
    record.key = key;
    record.baseUrl = baseUrl;
    this.#records.set(id, record);
    this.#idsByKey.set(keyText(key), id);
    return record;
  }

  /** Forgets an account for good. */
  remove(id: string): void {
    const record = this.#records.get(id);
    if (!record) return;
    this.#records.delete(id);
    if (this.#idsByKey.get(keyText(record.key)) === id) this.#idsByKey.delete(keyText(record.key));
  }

  /**
   * Recognises entries that were renamed: where one account vanishes from the settings while exactly one unknown
   * entry with the same address and either the same name or the same email appears, it is the same account.
   */
  recogniseRenamed(sites: readonly KeyedSite[]): void {
    const named = new Set(sites.map((site) => keyText(site.key)));
    const vanished = [...this.#records.values()].filter(
      (record) => record.present && record.baseUrl !== null && !named.has(keyText(record.key)),
    );
    const unknown = sites.filter((site) => this.idOf(site.key) === null);
    for (const site of unknown) {
      const candidates = vanished.filter((record) => couldBe(record, site));
      const [record] = candidates;
      if (record === undefined || candidates.length > 1) continue;
      if (unknown.filter((other) => couldBe(record, other)).length > 1) continue;
      this.file(record.id, site.key, site.baseUrl);
    }
  }

  /** Everything in the book, ready to be stored. */
  save(): readonly SavedAccount[] {
    return Array.from(this.#records.values(), (record) => ({ ...record, counters: record.counters.save() }));
  }

  records(): Iterable<AccountRecord> {
    return this.#records.values();
  }
}

function couldBe(record: AccountRecord, site: KeyedSite): boolean {
  return (
    record.baseUrl === site.baseUrl &&
    (record.key.provider === site.key.provider || record.key.identity === site.key.identity)
  );
}
