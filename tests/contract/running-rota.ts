import { mkdirSync, writeFileSync } from 'node:fs';
import Conf from 'conf';
import { type Core, createCore } from '../../src-main/core/create-core.ts';
import { systemClock } from '../../src-main/core/lib/clock.ts';
import { CloserStack } from '../../src-main/core/lib/closer.ts';
import { UNTUNED_HEAP } from '../../src-main/core/lib/heap-port.ts';
import { randomToken, systemRandom } from '../../src-main/core/lib/random.ts';
import { Secret } from '../../src-main/core/lib/secret.ts';
import { silentLogger } from '../../src-main/core/logging/logger.ts';
import type { SettingsChoice } from '../../src-main/core/ports.ts';
import { type Simulator, startSimulator } from '../../src-main/core/simulator/simulator.ts';
import { headlessShell } from '../../src-main/headless/headless-shell.ts';
import { writeRunFile } from '../../src-main/shell/run-file.ts';
import { ScratchFolder } from '../support/scratch-folder.ts';

/** The key of the account that the suite adds. */
export const API_KEY = 'sk-ant-api03-key-of-the-contract-suite';
export const WORK = 'work@studio.example';
export const HOME = 'me@home.example';
/** Accepted by the simulator. */
export const SIMULATED_KEY = 'sk-ant-api03-simulated-key-of-the-suite';

/** The vendor's page for sign-ins by paste; nothing is ever sent there. */
const REDIRECT_URI = 'https://platform.claude.com/oauth/code/callback';

export interface RunningRota extends AsyncDisposable {
  readonly core: Core;
  readonly url: string;
  readonly dataDir: string;
  readonly controlToken: string;
  readonly simulator: Simulator;
  /** Answers a sign-in page as a person would; resolves with the address that the browser ends on. */
  approve(authorizationUrl: string, email: string): Promise<string>;
  /** A management request with the control token. */
  request(path: string, init?: RequestInit): Promise<Response>;
}

export interface RunningRotaOptions {
  readonly termsAccepted?: boolean;
  /** Runs under a `--config` file of this name instead of the app's own settings. */
  readonly configFile?: string;
  readonly dashboard?: Readonly<Record<string, string>>;
}

/**
 * The whole core on a free port, with real settings in a scratch folder, its secrets in memory, and the
 * simulator as provider: one OAuth provider, no account yet.
 */
export async function startRota(options: RunningRotaOptions = {}): Promise<RunningRota> {
  const closers = new CloserStack();
  const folder = new ScratchFolder();
  closers.add(() => folder[Symbol.dispose]());
  const simulator = await startSimulator({
    clock: systemClock,
    accounts: [
      { id: 'work', email: WORK, plan: 'max', organizationName: 'Studio' },
      { id: 'home', email: HOME, plan: 'pro' },
      { id: 'key', email: 'key@studio.example', plan: 'api', apiKey: SIMULATED_KEY },
    ],
    oauth: { redirectUris: [REDIRECT_URI] },
  });
  closers.add(() => simulator.close());

  const controlToken = new Secret(randomToken(systemRandom));
  const core = await createCore({
    version: '1.2.3',
    clock: systemClock,
    random: systemRandom,
    logger: silentLogger,
    // Nothing of the suite may leave this machine, also not to the vendor's addresses that are filled in by default.
    environment: { https_proxy: 'http://127.0.0.1:9' },
    platform: process.platform,
    uid: process.getuid?.() ?? null,
    homeDir: folder.file('home'),
    dataDir: folder.path,
    settings: settingsOf(simulator, folder, options),
    secrets: { kind: 'memory' },
    host: '127.0.0.1',
    port: 0,
    controlToken,
    dashboardDir: dashboardIn(folder, options.dashboard),
    simulated: true,
    captures: [],
    shell: headlessShell({ logFolder: null }),
    heap: UNTUNED_HEAP,
  });
  closers.add(() => core.close());
  const runFile = await writeRunFile(folder.path, { url: core.url, version: '1.2.3', controlToken });
  closers.add(() => runFile.close());

  return {
    core,
    url: core.url,
    dataDir: folder.path,
    controlToken: controlToken.reveal(),
    simulator,
    async approve(authorizationUrl, email) {
      const page = new URL(authorizationUrl);
      page.searchParams.set('auto', email);
      const approved = await fetch(page, { redirect: 'manual' });
      return approved.headers.get('location') ?? '';
    },
    request: (path, init = {}) =>
      fetch(`${core.url}${path}`, {
        ...init,
        headers: {
          authorization: `Bearer ${controlToken.reveal()}`,
          ...(init.body === undefined ? {} : { 'content-type': 'application/json' }),
          ...init.headers,
        },
      }),
    [Symbol.asyncDispose]: () => closers.close(),
  };
}

function settingsOf(
  simulator: Simulator,
  folder: ScratchFolder,
  { termsAccepted = true, configFile }: RunningRotaOptions,
): SettingsChoice {
  const document = {
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
    settings: { terms_accepted: termsAccepted },
  };
  // JSON is YAML, so that the same document serves both ways.
  if (configFile === undefined) {
    writeFileSync(folder.file('config.json'), JSON.stringify(document));
    return { kind: 'store', base: Conf as unknown as Extract<SettingsChoice, { kind: 'store' }>['base'] };
  }
  const path = folder.file(configFile);
  writeFileSync(path, JSON.stringify(document));
  return { kind: 'file', path };
}

function dashboardIn(folder: ScratchFolder, files: Readonly<Record<string, string>> | undefined): string {
  const path = folder.file('dashboard');
  for (const [name, text] of Object.entries(files ?? {})) {
    const file = `${path}/${name}`;
    mkdirSync(file.slice(0, file.lastIndexOf('/')), { recursive: true });
    writeFileSync(file, text);
  }
  return path;
}
