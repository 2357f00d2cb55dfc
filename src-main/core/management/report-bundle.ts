import { createRedactor } from '../doctor/report/redactor.ts';
import type { CheckResult } from '../doctor/run-checks.ts';
import { publicSettings } from './public-settings.ts';
import type { ManagementServices } from './services.ts';

/** How much of the past a report holds. */
const LOG_LINES = 500;
const REQUESTS = 50;

type Sources = Pick<
  ManagementServices,
  'version' | 'clock' | 'settings' | 'snapshot' | 'requests' | 'logs' | 'claudeCode' | 'reports' | 'shell'
>;

/** Everything that helps whoever reads a bug report, and nothing that belongs to the one who wrote it. */
export async function reportBundle(sources: Sources, checks: readonly CheckResult[]): Promise<unknown> {
  const { version, clock, settings, snapshot, logs, claudeCode, reports, shell } = sources;
  const current = publicSettings(settings.current());
  const state = snapshot.current();
  const [requests, files, claudeCodeVersion] = await Promise.all([
    sources.requests.recent(REQUESTS),
    claudeCode.standings(),
    claudeCode.version(),
  ]);
  const redact = createRedactor({
    homeDir: reports.homeDir,
    names: [
      ...current.providers.flatMap(({ name, label }) => [name, label ?? '']),
      ...current.oauthProviders.map(({ name }) => name),
      ...state.accounts.flatMap(({ name, provider, identity }) => [
        name,
        provider,
        identity?.organizationName ?? '',
      ]),
      ...requests.flatMap(({ keyName }) => keyName ?? ''),
    ],
    hosts: [
      ...current.providers.flatMap(({ baseUrl, proxy }) => [hostOf(baseUrl), hostOf(proxy)]),
      ...current.oauthProviders.flatMap(({ tokenUrl, authUrl }) => [hostOf(tokenUrl), hostOf(authUrl)]),
      hostOf(current.oauth.proxy),
      hostOf(current.otlpUrl),
      ...current.server.allowedHosts.map((host) => host.replace(/:\d+$/, '')),
    ].filter((host) => host !== ''),
  });
  return redact({
    about:
      'A report of Rota for a bug report. Emails, names, keys and own hosts are taken out; look through it before you send it.',
    writtenAt: new Date(clock.now()).toISOString(),
    rota: { version, shell: shell.kind, simulated: state.simulated, ...reports.machine },
    gateway: { state: state.gateway, openRequests: state.openRequests, readOnlyFile: state.readOnlyFile },
    settings: current,
    accounts: state.accounts.map(({ name: _name, accountEmail: _email, identity, ...account }) => ({
      ...account,
      subscription: identity?.subscription ?? null,
    })),
    notices: state.notices,
    claudeCode: {
      version: claudeCodeVersion,
      files: files.map(({ problem, ...file }) => ({ ...file, problem: problem?.code ?? null })),
    },
    doctor: checks,
    requests: requests.map(({ sessionId: _session, ...facts }) => facts),
    log: logs.recent({ limit: LOG_LINES, level: 'trace' }),
  });
}

function hostOf(address: string | null): string {
  return address === null ? '' : (URL.parse(address)?.hostname ?? '');
}
