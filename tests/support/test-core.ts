/** The whole core in this process, over real sockets, with settings from a text and secrets in memory. */
import { type Core, createCore } from '../../src-main/core/create-core.ts';
import { type Clock, systemClock } from '../../src-main/core/lib/clock.ts';
import { UNTUNED_HEAP } from '../../src-main/core/lib/heap-port.ts';
import { systemRandom } from '../../src-main/core/lib/random.ts';
import { Secret } from '../../src-main/core/lib/secret.ts';
import { type Logger, silentLogger } from '../../src-main/core/logging/logger.ts';
import type { SettingsChoice, ShellPort } from '../../src-main/core/ports.ts';
import { headlessShell } from '../../src-main/headless/headless-shell.ts';
import type { AccountSnapshot } from '../../src-shared/model/account.ts';
import type { RequestFacts } from '../../src-shared/model/request-facts.ts';
import { settingsFromYaml } from './given-settings.ts';
import { ScratchFolder } from './scratch-folder.ts';

const CONTROL_TOKEN = 'control-token-of-this-test-run';

export interface TestCore extends AsyncDisposable {
  readonly core: Core;
  readonly dataDir: string;
  readonly url: string;
  readonly port: number;
  readonly clientKey: string;
  readonly controlToken: string;
  replaceSettings(yaml: string): Promise<void>;
  /** GET of a management path with the control token; the parsed answer. */
  api(
    path: string,
    init?: { readonly method?: string; readonly body?: unknown },
  ): Promise<Record<string, unknown>>;
  accounts(): Promise<readonly AccountSnapshot[]>;
  requests(): Promise<readonly RequestFacts[]>;
}

/** Starts a core on a free port of 127.0.0.1; `options.settings` takes the place of the text. */
export async function startTestCore(
  yaml: string,
  options: {
    readonly logger?: Logger;
    readonly clock?: Clock;
    readonly settings?: SettingsChoice;
    /** What this shell can do beyond a headless one. */
    readonly shell?: Partial<ShellPort>;
    /** Is told the data folder before the core starts. */
    readonly prepare?: (dataDir: string) => void;
  } = {},
): Promise<TestCore> {
  const folder = new ScratchFolder();
  options.prepare?.(folder.path);
  const settings = await settingsFromYaml(yaml);
  const core = await createCore({
    version: '0.0.0-test',
    clock: options.clock ?? systemClock,
    random: systemRandom,
    logger: options.logger ?? silentLogger,
    environment: {},
    platform: process.platform,
    uid: process.getuid?.() ?? null,
    homeDir: folder.file('home'),
    dataDir: folder.path,
    settings: options.settings ?? { kind: 'given', source: settings },
    secrets: { kind: 'memory' },
    host: null,
    port: 0,
    controlToken: new Secret(CONTROL_TOKEN),
    dashboardDir: folder.path,
    simulated: true,
    captures: [],
    shell: { ...headlessShell({ logFolder: null }), ...options.shell },
    heap: UNTUNED_HEAP,
  });
  const api: TestCore['api'] = async (path, init = {}) => {
    const response = await fetch(`${core.url}${path}`, {
      method: init.method ?? 'GET',
      headers: { authorization: `Bearer ${CONTROL_TOKEN}`, 'content-type': 'application/json' },
      ...(init.body !== undefined && { body: JSON.stringify(init.body) }),
    });
    return (await response.json()) as Record<string, unknown>;
  };
  return {
    core,
    dataDir: folder.path,
    url: core.url,
    port: core.port,
    clientKey: core.clientKey().reveal(),
    controlToken: CONTROL_TOKEN,
    replaceSettings: (text) => settings.replace(text),
    api,
    accounts: async () => (await api('/api/snapshot'))['accounts'] as AccountSnapshot[],
    requests: async () => (await api('/api/requests'))['requests'] as RequestFacts[],
    async [Symbol.asyncDispose]() {
      await core.close();
      folder[Symbol.dispose]();
    },
  };
}
