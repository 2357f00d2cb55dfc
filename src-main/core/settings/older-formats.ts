import { Findings } from './findings.ts';
import { isLoopbackHost } from './listen-host.ts';
import type { Finding, Path, SettingsErrorCode, SettingsWarningCode } from './settings-problem.ts';
import { type Statement, says } from './statement.ts';

/**
 * Brings documents of the two older programs, llm-gateway (TOML) and Provider Balancer (YAML), into the shape
 * of `settings-document.ts`. Only shapes and names are changed here; values are judged afterwards by the one
 * schema, and `sourceOf` leads its findings back to where the value stands in the file. A document in today's
 * shape passes unchanged.
 */
export interface CurrentShape {
  readonly document: unknown;
  /** The path in the file of what stands at `path` in `document`. */
  readonly sourceOf: (path: Path) => Path;
  /** Names of providers that were left out because Rota cannot speak to them. */
  readonly skippedProviders: ReadonlySet<string>;
  /** With paths of the file. */
  readonly errors: readonly Finding<SettingsErrorCode>[];
  readonly warnings: readonly Finding<SettingsWarningCode>[];
}

type Mapping = Readonly<Record<string, unknown>>;

/** Kinds of providers that speak another protocol than the Messages API. */
const OTHER_PROTOCOLS = new Set([
  'openai',
  'openai_compatible',
  'gemini',
  'google',
  'azure',
  'azure_openai',
  'bedrock',
  'vertex',
  'custom',
  'ollama',
]);

/** Translates whatever parts of `raw` have an older shape; never fails, whatever `raw` is. */
export function toCurrentShape(raw: unknown): CurrentShape {
  const moves = new Moves();
  const findings = new Findings();
  const skippedProviders = new Set<string>();
  const general = isMapping(raw) ? generalSettings(raw, moves, findings) : {};
  const providers = isMapping(raw) ? currentProviders(raw, { moves, findings, skippedProviders }) : {};
  return {
    document: isMapping(raw) ? { ...raw, ...general, ...providers } : raw,
    sourceOf: moves.sourceOf,
    skippedProviders,
    errors: findings.errors,
    warnings: findings.warnings,
  };
}

interface Translation {
  readonly moves: Moves;
  readonly findings: Findings;
  readonly skippedProviders: Set<string>;
}

/** `providers` as a plain list without the entries that Rota cannot speak to. */
function currentProviders(raw: Mapping, translation: Translation): Mapping {
  const { moves, findings, skippedProviders } = translation;
  const found = providerEntries(raw.providers);
  if (found === null) return {};
  const providers: unknown[] = [];
  for (const { entry, source, kind } of found) {
    const unsupported = isMapping(entry) ? whyUnsupported(entry, kind) : null;
    if (unsupported !== null) {
      skippedProviders.add(nameOf(entry));
      findings.warn('unsupported-provider', source, unsupported);
      continue;
    }
    const path: Path = ['providers', providers.length];
    moves.add(path, source);
    if (isMapping(entry)) {
      const named = kind === null ? entry : { name: kind, ...entry, type: kind };
      const current = withCurrentAuth(named, path, source, translation);
      providers.push(withFailureTimeout(current, raw, path, moves));
    } else {
      providers.push(entry);
    }
  }
  // A name that another entry still carries can be routed to.
  for (const entry of providers) skippedProviders.delete(nameOf(entry));
  return { providers };
}

interface FoundEntry {
  readonly entry: unknown;
  readonly source: Path;
  /** llm-gateway keeps its entries by kind, `[[providers.anthropic]]`; null in a plain list. */
  readonly kind: string | null;
}

/** The entries of `providers` in whichever shape, or null where there is no such part. */
function providerEntries(providers: unknown): FoundEntry[] | null {
  if (Array.isArray(providers)) {
    return providers.map((entry, index) => ({ entry, source: ['providers', index], kind: null }));
  }
  if (!isMapping(providers)) return null;
  return Object.entries(providers).flatMap(([kind, entries]): FoundEntry[] =>
    Array.isArray(entries)
      ? entries.map((entry, index) => ({ entry, source: ['providers', kind, index], kind }))
      : [{ entry: entries, source: ['providers', kind], kind }],
  );
}

function whyUnsupported(entry: Mapping, kind: string | null): Statement | null {
  const type = kind ?? entry.type;
  if (typeof type === 'string' && OTHER_PROTOCOLS.has(type.toLowerCase())) {
    return says('provider.otherProtocol', { type: type.toLowerCase() });
  }
  if (entry.auth_value === 'passthrough') {
    return says('provider.passthrough');
  }
  return null;
}

/** `auth_mode` with `api_key` (llm-gateway) and `auth_type: oauth` (Provider Balancer) in today's words. */
function withCurrentAuth(
  entry: Mapping,
  path: Path,
  source: Path,
  { moves, findings }: Translation,
): Mapping {
  const { auth_mode, api_key, request_timeout_seconds, ...rest } = entry;
  const renamed: Record<string, unknown> = { ...rest };
  if (request_timeout_seconds !== undefined && rest.timeout_seconds === undefined) {
    renamed.timeout_seconds = request_timeout_seconds;
    moves.add([...path, 'timeout_seconds'], [...source, 'request_timeout_seconds']);
  }
  const keyless = auth_mode === undefined && api_key === undefined;
  const signInOnly = keyless && rest.auth_value === undefined && rest.oauth_provider !== undefined;
  if (rest.auth_type === 'oauth' || auth_mode === 'oauth' || signInOnly) {
    return { ...renamed, auth_type: 'auth_token', auth_value: 'oauth' };
  }
  if (keyless) return renamed;

  if (auth_mode !== undefined && auth_mode !== 'api_key' && auth_mode !== 'bearer') {
    findings.error('wrong-value', [...source, 'auth_mode'], says('must.authMode'));
  }
  const auth_type = rest.auth_type ?? 'api_key';
  if (rest.auth_value !== undefined) return { ...renamed, auth_type };
  moves.add([...path, 'auth_value'], [...source, 'api_key']);
  return { ...renamed, auth_type, auth_value: api_key };
}

/** Provider Balancer has one cooldown for all providers; here it is the default of each. */
function withFailureTimeout(entry: Mapping, raw: Mapping, path: Path, moves: Moves): Mapping {
  const cooldown = isMapping(raw.settings) ? raw.settings.failure_cooldown : undefined;
  if (cooldown === undefined || entry.failure_timeout_seconds !== undefined) return entry;
  moves.add([...path, 'failure_timeout_seconds'], ['settings', 'failure_cooldown']);
  return { ...entry, failure_timeout_seconds: cooldown };
}

/** `server` and `settings` with the keys that the older programs keep elsewhere or name otherwise. */
function generalSettings(raw: Mapping, moves: Moves, findings: Findings): Mapping {
  if (!isMapping(raw.settings ?? {}) || !isMapping(raw.server ?? {})) return {};
  const {
    host,
    port,
    selection_strategy,
    failure_cooldown: _ofProviders,
    ...settings
  } = mappingOf(raw.settings);
  const { log_level, ...server } = mappingOf(raw.server);
  const logging = mappingOf(raw.logging);
  const sections = { server, settings };
  /** A value in its older place counts where today's place holds none. */
  const move = (value: unknown, from: Path, section: 'server' | 'settings', key: string) => {
    if (value === undefined || sections[section][key] != null) return;
    sections[section][key] = value;
    moves.add([section, key], from);
  };
  move(host, ['settings', 'host'], 'server', 'host');
  move(port, ['settings', 'port'], 'server', 'port');
  move(log_level, ['server', 'log_level'], 'settings', 'log_level');
  move(logging.level, ['logging', 'level'], 'settings', 'log_level');
  const random = selection_strategy === 'random' && settings.strategy == null;
  const strategyPath: Path = ['settings', 'selection_strategy'];
  if (random) findings.warn('strategy-replaced', strategyPath, says('strategy.random'));
  move(random ? 'round_robin' : selection_strategy, strategyPath, 'settings', 'strategy');

  // An older file may open the program to the network, and nothing in it can allow that here.
  const older = host !== undefined || isMapping(raw.providers);
  if (
    older &&
    typeof server.host === 'string' &&
    !isLoopbackHost(server.host) &&
    server.allowed_hosts == null
  ) {
    findings.warn('host-replaced', moves.sourceOf(['server', 'host']), says('host.replaced'));
    server.host = '127.0.0.1';
  }
  return {
    ...(raw.settings !== undefined || Object.keys(settings).length > 0 ? { settings } : {}),
    ...(raw.server !== undefined || Object.keys(server).length > 0 ? { server } : {}),
    // Only its level has a use here, and that is taken.
    ...(logging.level === undefined ? {} : { logging: undefined }),
  };
}

/** Where the parts of a translated document came from. */
class Moves {
  readonly #sources = new Map<string, Path>();

  add(path: Path, source: Path): void {
    this.#sources.set(JSON.stringify(path), source);
  }

  readonly sourceOf = (path: Path): Path => {
    for (let length = path.length; length > 0; length--) {
      const source = this.#sources.get(JSON.stringify(path.slice(0, length)));
      if (source !== undefined) return [...source, ...path.slice(length)];
    }
    return path;
  };
}

function nameOf(entry: unknown): string {
  return isMapping(entry) && typeof entry.name === 'string' ? entry.name.trim() : '';
}

function isMapping(value: unknown): value is Mapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function mappingOf(value: unknown): Record<string, unknown> {
  return isMapping(value) ? { ...value } : {};
}
