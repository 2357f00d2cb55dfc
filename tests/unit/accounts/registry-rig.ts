import { AccountRegistry } from '../../../src-main/core/accounts/account-registry.ts';
import { createAccountSecrets } from '../../../src-main/core/accounts/account-secrets.ts';
import {
  formatSavedAccounts,
  parseSavedAccounts,
  type SavedAccount,
} from '../../../src-main/core/accounts/saved-accounts.ts';
import type { CoreEvent } from '../../../src-main/core/events/core-event.ts';
import { createEventBus } from '../../../src-main/core/events/event-bus.ts';
import { Emitter } from '../../../src-main/core/lib/emitter.ts';
import { Secret } from '../../../src-main/core/lib/secret.ts';
import type { ProviderEntry, Settings } from '../../../src-main/core/settings/settings.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { MemoryVault } from '../../support/memory-vault.ts';
import { NOBODY, oauthEntry, settings, tokenSet } from '../../support/oauth-fixtures.ts';

const rethrow = (error: unknown) => {
  throw error;
};

/** A registry on a manual clock, over a vault in memory and settings that a test may change. */
export class RegistryRig {
  readonly clock = new ManualClock();
  readonly vault = new MemoryVault();
  readonly environment = new Map<string, string>();
  readonly events: CoreEvent[] = [];
  /** What was asked to be stored, as it would be read at the next start. */
  stored: readonly SavedAccount[] = [];
  #settings: Settings;
  readonly #changes = new Emitter<Settings>(rethrow);
  #registry: AccountRegistry | null = null;

  constructor(providers: readonly ProviderEntry[], overrides: Partial<Settings> = {}) {
    this.#settings = settings({ providers, ...overrides });
  }

  /** The registry; the first use starts it, so that a test may fill the vault before. */
  get registry(): AccountRegistry {
    this.#registry ??= this.#start();
    return this.#registry;
  }

  get settings(): Settings {
    return this.#settings;
  }

  change(overrides: Partial<Settings>): void {
    this.#settings = { ...this.#settings, ...overrides };
    this.#changes.emit(this.#settings);
  }

  /** Ends this registry and starts another one on what it stored. */
  async restart(): Promise<AccountRegistry> {
    await this.registry.close();
    this.#registry = this.#start();
    return this.#registry;
  }

  /** Signs `email` in as the login coordinator does: vault first, then the registry is told. */
  signIn(email: string, at = this.clock.now()): string {
    const identity = { ...NOBODY, email };
    const id = this.registry.accountIdForSignIn('anthropic', identity);
    if (id === null) throw new Error(`No entry takes ${email}.`);
    this.vault.put(id, tokenSet(at, { identity, signedInAt: at }));
    this.registry.secretsChanged();
    return id;
  }

  #start(): AccountRegistry {
    const bus = createEventBus(rethrow);
    bus.subscribe((event) => void this.events.push(event));
    return new AccountRegistry({
      settings: {
        current: () => this.#settings,
        subscribe: (listener) => this.#changes.subscribe(listener),
      },
      secrets: createAccountSecrets({ vault: this.vault, environment: (name) => this.environment.get(name) }),
      store: {
        saved: this.stored,
        store: (source) => {
          const parsed = parseSavedAccounts(formatSavedAccounts(source()));
          if (!parsed.ok) throw new Error(parsed.error.message);
          this.stored = parsed.value;
        },
      },
      bus,
      clock: this.clock,
    });
  }
}

/** An entry with a key written in the settings. */
export function keyEntry(name: string, overrides: Partial<ProviderEntry> = {}): ProviderEntry {
  return oauthEntry({
    name,
    authType: 'api_key',
    auth: { kind: 'literal', secret: new Secret(`sk-${name}`) },
    ...overrides,
  });
}

/** The names of the accounts, in their order. */
export const names = (rig: RegistryRig) => rig.registry.list().map((account) => account.name);
