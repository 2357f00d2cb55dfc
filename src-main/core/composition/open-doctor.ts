import { release } from 'node:os';
import type { AccountRegistry } from '../accounts/account-registry.ts';
import type { KeyPlace } from '../doctor/checks/key-store.ts';
import type { PortObservation } from '../doctor/checks/port.ts';
import type { DoctorDesk } from '../doctor/doctor-desk.ts';
import { writeReport } from '../doctor/report/report-file.ts';
import { callableUrl } from '../lib/callable-url.ts';
import { systemDisk } from '../lib/disk.ts';
import type { DoctorService, KeyTrialService, ReportsService } from '../management/services.ts';
import type { RotaCredentialSource } from '../oauth/credential-source.ts';
import { fetchWithin } from '../oauth/fetch-within.ts';
import type { HttpFetch } from '../oauth/http-fetch.ts';
import type { CorePorts } from '../ports.ts';
import type { SettingsSource } from '../settings/settings.ts';
import type { UsageHistory } from '../usage/usage-history.ts';
import { readKeyStoreRecord } from '../vault/key-store-record.ts';
import type { VaultFinding } from '../vault/open-vault.ts';
import type { Vault } from '../vault/vault-port.ts';
import type { ClaudeCode } from './open-claude-code.ts';
import type { Notices } from './open-notices.ts';

/** Longest wait for our own answer, in ms. */
const OWN_ANSWER_MS = 5_000;

export interface DoctorParts {
  readonly ports: CorePorts;
  readonly url: () => string;
  readonly settings: Pick<SettingsSource, 'current'>;
  readonly registry: Pick<AccountRegistry, 'list'>;
  readonly credentials: Pick<RotaCredentialSource, 'get' | 'unsaved'>;
  readonly keyTrials: KeyTrialService;
  readonly fetch: HttpFetch;
  readonly userAgent: string;
  readonly vault: Pick<Vault, 'ids'>;
  readonly vaultFindings: readonly VaultFinding[];
  readonly notices: Notices;
  readonly history: Pick<UsageHistory, 'ask' | 'counts'>;
  readonly claudeCode: ClaudeCode;
}

/** The doctor, which is loaded when it is first called, and the reports. */
export function openDoctor(parts: DoctorParts): {
  readonly doctor: DoctorService;
  readonly reports: ReportsService;
} {
  const { clock, dataDir, homeDir, platform } = parts.ports;
  let loading: Promise<DoctorDesk> | null = null;
  return {
    doctor: {
      async run(question) {
        loading ??= loadDesk(parts);
        return (await loading).run(question);
      },
    },
    reports: {
      homeDir,
      machine: { platform, osRelease: release(), architecture: process.arch, node: process.versions.node },
      write: (report) => writeReport(dataDir, report, clock.now()),
    },
  };
}

async function loadDesk(parts: DoctorParts): Promise<DoctorDesk> {
  const [{ DoctorDesk }, { systemNetworkProbes }] = await Promise.all([
    import('../doctor/doctor-desk.ts'),
    import('../doctor/network-probes.ts'),
  ]);
  const { ports, settings, registry, credentials, keyTrials, fetch, userAgent, vault, history, claudeCode } =
    parts;
  const { clock, version, dataDir, homeDir, platform, environment } = ports;
  return new DoctorDesk({
    clock,
    version,
    url: () => callableUrl(parts.url()),
    dataDir,
    settings: () => settings.current(),
    accounts: () => registry.list(),
    credentials,
    tryKey: (trial) => keyTrials.try(trial),
    network: systemNetworkProbes({ fetch, clock, userAgent }),
    claude: {
      surroundings: { homeDir, platform, environment },
      inspect: (path) => claudeCode.desk.inspect(path),
      version: claudeCode.service.version,
    },
    port: () => ownAnswer(parts),
    keyPlace: () => keyPlace(ports),
    vault: () => ({
      count: vault.ids().length,
      gone: parts.notices.current().some((notice) => notice.kind === 'vault-missing' && !notice.restored),
      repaired: parts.vaultFindings.length > 0,
      held: credentials.unsaved().length,
    }),
    history: async () => ({
      usable: (await history.ask(() => true)) !== null,
      dropped: history.counts.dropped,
    }),
  });
}

/** Who answers `/health` at our own address. */
async function ownAnswer({ ports: { clock }, fetch, url }: DoctorParts): Promise<PortObservation> {
  const outcome = await fetchWithin(
    { fetch, clock, timeoutMs: OWN_ANSWER_MS },
    `${callableUrl(url())}/health`,
    { method: 'GET', headers: {}, proxy: 'none' },
  );
  switch (outcome.kind) {
    case 'answered': {
      const version = healthVersion(outcome.body);
      return version === null ? { kind: 'another-program' } : { kind: 'rota', version };
    }
    case 'too-large':
      return { kind: 'another-program' };
    case 'timed-out':
      return { kind: 'silent', code: 'ETIMEDOUT' };
    case 'unreachable':
      return { kind: 'silent', code: outcome.cause ?? 'unknown' };
  }
}

function healthVersion(body: string): string | null {
  try {
    const { status, version } = Object(JSON.parse(body)) as {
      readonly status?: unknown;
      readonly version?: unknown;
    };
    return status === 'ok' && typeof version === 'string' ? version : null;
  } catch {
    return null;
  }
}

async function keyPlace({ secrets, dataDir }: CorePorts): Promise<KeyPlace> {
  if (secrets.kind === 'memory') return 'memory';
  const record = await readKeyStoreRecord(dataDir, systemDisk);
  if (!record.ok) return 'damaged';
  return record.value?.store ?? 'none';
}
