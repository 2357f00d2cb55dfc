/**
 * Keeps what the registry knows on disk. Changes are collected for a moment and written whole; a file that
 * cannot be understood is set aside and reported, and the accounts begin anew with the ids that their names give.
 * Secrets are elsewhere and never touched from here.
 */
import { readFileLimited, setFileAside, writeFileAtomic } from '../lib/atomic-file.ts';
import type { Clock } from '../lib/clock.ts';
import type { Closer } from '../lib/closer.ts';
import { ok, type Result } from '../lib/result.ts';
import type { Logger } from '../logging/logger.ts';
import { formatSavedAccounts, parseSavedAccounts, type SavedAccount } from './saved-accounts.ts';

/** Where the text of the state is kept. */
export interface StateStorage {
  /** null where nothing was stored yet. */
  load(): Promise<Result<string | null>>;
  persist(text: string): Promise<Result<void>>;
  /** Moves a damaged text away and returns where it is now. */
  setAside(): Promise<Result<string>>;
}

/** Far above what thousands of accounts need, in bytes. */
const MAX_STATE_BYTES = 16 * 1024 * 1024;
/** A write that failed is tried again after this many ms. */
const RETRY_MS = 30_000;

/** The state file at `path`. */
export function stateFileStorage(path: string, clock: Pick<Clock, 'now'>): StateStorage {
  return {
    async load() {
      const read = await readFileLimited(path, MAX_STATE_BYTES);
      return read.ok ? ok(read.value && new TextDecoder().decode(read.value)) : read;
    },
    persist: (text) => writeFileAtomic(path, text),
    setAside: () => setFileAside(path, clock.now()),
  };
}

export interface StateFileOptions {
  readonly storage: StateStorage;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Reads the stored accounts and opens the way to store them again. Never fails: without a usable file it begins anew. */
export async function openAccountStateFile(options: StateFileOptions): Promise<AccountStateFile> {
  return new AccountStateFile(options, await loadAccounts(options));
}

async function loadAccounts({ storage, logger }: StateFileOptions): Promise<readonly SavedAccount[]> {
  const loaded = await storage.load();
  if (!loaded.ok) {
    logger.error('The state of the accounts could not be read; it begins anew', {
      code: loaded.error.code,
      detail: loaded.error.message,
    });
    return [];
  }
  if (loaded.value === null) return [];
  const parsed = parseSavedAccounts(loaded.value);
  if (parsed.ok) return parsed.value;
  const aside = await storage.setAside();
  logger.warn('The state of the accounts is damaged; it was set aside and begins anew', {
    code: parsed.error.code,
    detail: parsed.error.message,
    ...(aside.ok && { file: aside.value }),
  });
  return [];
}

/** The writing half: collects requests to store and writes the newest state once. */
export class AccountStateFile implements Closer {
  /** What was stored when the file was opened. */
  readonly saved: readonly SavedAccount[];
  readonly #storage: StateStorage;
  readonly #clock: Clock;
  readonly #logger: Logger;
  #source: (() => readonly SavedAccount[]) | null = null;
  #timer: Disposable | null = null;
  #dueAt = Number.POSITIVE_INFINITY;
  #writing: Promise<void> | null = null;
  #closed = false;

  constructor({ storage, clock, logger }: StateFileOptions, saved: readonly SavedAccount[]) {
    this.#storage = storage;
    this.#clock = clock;
    this.#logger = logger;
    this.saved = saved;
  }

  /** Asks to have what `source` returns stored within `withinMs`; earlier requests are not put off by later ones. */
  store(source: () => readonly SavedAccount[], withinMs: number): void {
    if (this.#closed) return;
    this.#source = source;
    const dueAt = this.#clock.monotonic() + withinMs;
    if (dueAt >= this.#dueAt) return;
    this.#timer?.[Symbol.dispose]();
    this.#dueAt = dueAt;
    this.#timer = this.#clock.after(withinMs, () => void this.#write());
  }

  /** Stores what is still waiting and takes no more. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#write();
  }

  async #write(): Promise<void> {
    this.#timer?.[Symbol.dispose]();
    this.#timer = null;
    this.#dueAt = Number.POSITIVE_INFINITY;
    // One write at a time, or an older state could be renamed over a newer one.
    while (this.#writing) await this.#writing;
    const source = this.#source;
    if (!source) return;
    this.#source = null;
    this.#writing = this.#persist(source).finally(() => {
      this.#writing = null;
    });
    await this.#writing;
  }

  async #persist(source: () => readonly SavedAccount[]): Promise<void> {
    const result = await this.#storage.persist(formatSavedAccounts(source()));
    if (result.ok) return;
    this.#logger.warn('The state of the accounts could not be stored', {
      code: result.error.code,
      detail: result.error.message,
    });
    this.store(source, RETRY_MS);
  }
}
