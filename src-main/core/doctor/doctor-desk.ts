import type { ProcedureOutput } from '../../../src-shared/contract/contract.ts';
import type { Locale } from '../../../src-shared/i18n/locale.ts';
import { assertNever } from '../../../src-shared/lib/assert-never.ts';
import type { Account } from '../accounts/account.ts';
import type { Clock } from '../lib/clock.ts';
import type { Secret } from '../lib/secret.ts';
import type { CredentialSource } from '../oauth/credential.ts';
import type { Settings } from '../settings/settings.ts';
import { type AccountObservation, accountCheck } from './checks/account.ts';
import { type HistoryObservation, historyCheck } from './checks/history.ts';
import { type KeyPlace, keyStoreCheck } from './checks/key-store.ts';
import { type PortObservation, portCheck } from './checks/port.ts';
import { type VaultObservation, vaultCheck } from './checks/vault.ts';
import { type ClaudeChecksOptions, claudeChecks } from './claude-checks.ts';
import { folderChecks } from './folder-checks.ts';
import { networkChecks } from './network-checks.ts';
import type { NetworkProbes } from './network-probes.ts';
import { type CheckResult, runChecks } from './run-checks.ts';

/** Everything that the doctor looks at in a running Rota. */
export interface DoctorOptions {
  readonly clock: Pick<Clock, 'after'>;
  readonly version: string;
  readonly url: () => string;
  readonly dataDir: string;
  readonly settings: () => Settings;
  readonly accounts: () => readonly Account[];
  readonly credentials: Pick<CredentialSource, 'get'>;
  /** Asks an upstream for its list of models. */
  readonly tryKey: (trial: KeyTrial) => Promise<ProcedureOutput<'accounts.testKey'>>;
  readonly network: NetworkProbes;
  readonly claude: Pick<ClaudeChecksOptions, 'surroundings' | 'inspect' | 'version'>;
  readonly port: () => Promise<PortObservation>;
  readonly keyPlace: () => Promise<KeyPlace>;
  readonly vault: () => VaultObservation;
  readonly history: () => Promise<HistoryObservation>;
}

interface KeyTrial {
  readonly baseUrl: string;
  readonly authType: 'api_key' | 'auth_token';
  readonly key: Secret;
  readonly proxy: string | null;
}

/** What decides how a report of the doctor reads. */
export interface DoctorQuestion {
  readonly locale: Locale;
  /** A project's folder whose Claude Code settings are looked at too; absolute. */
  readonly folder: string | null;
  /** Where the caller's Claude Code keeps its settings; null leaves it to this process's environment. */
  readonly configDir: string | null;
  /** Accounts go by their id, for a report that leaves this machine. */
  readonly anonymous: boolean;
}

/** Variables that send requests through a proxy, as undici reads them. */
const PROXY_VARIABLES = ['http_proxy', 'https_proxy', 'HTTP_PROXY', 'HTTPS_PROXY'];

/** Looks at this installation from port to accounts, by calls that cost no tokens. */
export class DoctorDesk {
  readonly #options: DoctorOptions;

  constructor(options: DoctorOptions) {
    this.#options = options;
  }

  run({ locale, folder, configDir, anonymous }: DoctorQuestion): Promise<readonly CheckResult[]> {
    const { claude, network, version, dataDir } = this.#options;
    const { platform, environment } = claude.surroundings;
    const url = this.#options.url();
    const accounts = this.#options.accounts();
    const nameOf = (account: Account) => (anonymous ? account.id : account.name);
    const proxyInEnvironment = PROXY_VARIABLES.some((name) => environment[name]);
    const checks = [
      portCheck({ url, version, observe: this.#options.port }),
      ...folderChecks(dataDir, platform, async () => ({ kind: 'ours' })),
      keyStoreCheck(this.#options.keyPlace),
      vaultCheck(this.#options.vault),
      historyCheck(this.#options.history),
      ...networkChecks(accounts, this.#options.settings(), proxyInEnvironment, network, nameOf),
      ...accounts.map((account) =>
        accountCheck({ id: account.id, name: nameOf(account), signsIn: account.kind === 'oauth' }, () =>
          this.#observe(account),
        ),
      ),
      ...claudeChecks({ ...claude, folder, configDir, ourUrl: url, keysKnown: true }),
    ];
    return runChecks(checks, this.#options.clock, locale);
  }

  async #observe(account: Account): Promise<AccountObservation> {
    const { entry, id, termsMissing } = account;
    if (!entry.enabled) return { kind: 'off' };
    if (termsMissing) return { kind: 'terms' };
    const credential = await this.#options.credentials.get(id);
    if (!credential.ok) return { kind: withoutCredential(credential.error.code) };
    const { scheme, value: key } = credential.value;
    const { result, status } = await this.#options.tryKey({
      baseUrl: entry.baseUrl,
      authType: scheme === 'bearer' ? 'auth_token' : 'api_key',
      key,
      proxy: entry.proxy,
    });
    switch (result) {
      case 'accepted':
        return { kind: 'accepted' };
      case 'refused':
      case 'unclear':
        return { kind: result, status };
      case 'unreachable':
        return { kind: 'unreachable', host: new URL(entry.baseUrl).host };
      default:
        return assertNever(result);
    }
  }
}

function withoutCredential(
  code: string,
): 'off' | 'terms' | 'needs-login' | 'secret-missing' | 'refresh-failed' {
  switch (code) {
    case 'terms-not-accepted':
      return 'terms';
    case 'secret-missing':
      return 'secret-missing';
    case 'refresh-failed':
      return 'refresh-failed';
    case 'unknown-account':
      return 'off'; // removed while we looked
    default:
      return 'needs-login';
  }
}
