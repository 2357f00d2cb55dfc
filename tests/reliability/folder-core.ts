/** The whole core on a folder of a real disk: the app's own settings, the vault with its key in a file. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Conf from 'conf';
import { type Core, createCore } from '../../src-main/core/create-core.ts';
import type { Clock } from '../../src-main/core/lib/clock.ts';
import { UNTUNED_HEAP } from '../../src-main/core/lib/heap-port.ts';
import { systemRandom } from '../../src-main/core/lib/random.ts';
import { Secret } from '../../src-main/core/lib/secret.ts';
import { type Logger, silentLogger } from '../../src-main/core/logging/logger.ts';
import type { SettingsChoice } from '../../src-main/core/ports.ts';
import type { Simulator } from '../../src-main/core/simulator/simulator.ts';
import { headlessShell } from '../../src-main/headless/headless-shell.ts';
import type { ManagementClient } from '../../src-shared/contract/client.ts';
import { managementClient, REDIRECT_URI } from './management.ts';

export interface FolderCore extends AsyncDisposable {
  readonly core: Core;
  readonly client: ManagementClient;
}

const CONTROL_TOKEN = 'control-token-of-this-reliability-run';

/** Writes settings under which whoever signs in at `simulator` becomes an account. */
export function prepareFolder(folder: string, simulator: Simulator): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const document = {
    providers: [
      {
        name: 'Simulated',
        base_url: simulator.url,
        auth_type: 'auth_token',
        auth_value: 'oauth',
        oauth_provider: 'simulated',
        proxy: 'none',
      },
    ],
    oauth_providers: [
      {
        name: 'simulated',
        client_id: simulator.clientId,
        auth_url: simulator.authUrl,
        token_url: simulator.tokenUrl,
        redirect_uri: REDIRECT_URI,
        scopes: ['user:profile', 'user:inference'],
        profile_url: simulator.profileUrl,
      },
    ],
    settings: { terms_accepted: true, oauth: { usage_polling: false } },
  };
  writeFileSync(join(folder, 'config.json'), JSON.stringify(document), { mode: 0o600 });
}

/** Starts a core on a prepared folder and a free port of 127.0.0.1. */
export async function startFolderCore(
  folder: string,
  clock: Clock,
  logger: Logger = silentLogger,
): Promise<FolderCore> {
  const core = await createCore({
    version: '0.0.0-reliability',
    clock,
    random: systemRandom,
    logger,
    environment: {},
    homeDir: join(folder, 'home'),
    platform: process.platform,
    uid: process.getuid?.() ?? null,
    dataDir: folder,
    settings: { kind: 'store', base: Conf as unknown as Extract<SettingsChoice, { kind: 'store' }>['base'] },
    secrets: { kind: 'vault', requested: 'file' },
    host: '127.0.0.1',
    port: 0,
    controlToken: new Secret(CONTROL_TOKEN),
    dashboardDir: folder,
    simulated: true,
    captures: [],
    shell: headlessShell({ logFolder: null }),
    heap: UNTUNED_HEAP,
  });
  return {
    core,
    client: managementClient(core.url, CONTROL_TOKEN),
    [Symbol.asyncDispose]: () => core.close(),
  };
}
