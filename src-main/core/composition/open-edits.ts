import type { AccountRegistry } from '../accounts/account-registry.ts';
import type { CloserStack } from '../lib/closer.ts';
import { systemDisk } from '../lib/disk.ts';
import type { ManagementServices } from '../management/services.ts';
import type { RotaCredentialSource } from '../oauth/credential-source.ts';
import type { HttpFetch } from '../oauth/http-fetch.ts';
import type { CorePorts } from '../ports.ts';
import type { SettingsSource } from '../settings/settings.ts';
import { readKeyStoreRecord } from '../vault/key-store-record.ts';
import type { Vault } from '../vault/vault-port.ts';
import { AccountsDesk } from './accounts-desk.ts';
import { KeyTrials } from './key-trials.ts';
import { RoutesDesk } from './routes-desk.ts';
import type { SettingsCommands } from './settings-commands.ts';
import { SettingsDesk } from './settings-desk.ts';

interface EditsOptions {
  readonly ports: Pick<CorePorts, 'clock' | 'dataDir' | 'secrets'>;
  readonly registry: AccountRegistry;
  readonly vault: Vault;
  readonly credentials: Pick<RotaCredentialSource, 'newestTokenSet' | 'onRotated'>;
  readonly settings: SettingsSource;
  readonly commands: SettingsCommands;
  readonly fetch: HttpFetch;
  readonly userAgent: string;
}

/** What people change: accounts, routes, general settings. */
export function openEdits(
  { ports, registry, vault, credentials, settings, commands, fetch, userAgent }: EditsOptions,
  closers: CloserStack,
): Pick<ManagementServices, 'accounts' | 'keyTrials' | 'routes' | 'settingsEdits'> {
  const { clock } = ports;
  const accounts = new AccountsDesk({ registry, vault, credentials, settings: commands, clock });
  closers.add(() => accounts.close());
  return {
    accounts,
    keyTrials: new KeyTrials({ fetch, clock, userAgent }),
    routes: new RoutesDesk(commands),
    settingsEdits: new SettingsDesk({
      settings,
      commands,
      registry,
      vault,
      clock,
      keychainInUse: () => keychainInUse(ports),
    }),
  };
}

async function keychainInUse({ secrets, dataDir }: EditsOptions['ports']): Promise<boolean> {
  if (secrets.kind === 'memory') return false;
  const record = await readKeyStoreRecord(dataDir, systemDisk);
  return record.ok && record.value?.store === 'keychain';
}
