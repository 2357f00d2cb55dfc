import type { Findings } from './findings.ts';
import { nearestName } from './nearest-name.ts';
import { renameCircle } from './rename-circle.ts';
import type { ModelRouteSettings, ProviderEntry } from './settings.ts';
import type { ReadSettingsDocument } from './settings-document.ts';
import { type Path, quoted } from './settings-problem.ts';
import { says } from './statement.ts';

/** Stands for "the model name stays" in a candidate. */
export const PASSTHROUGH = 'passthrough';

interface RouteContext {
  readonly providers: readonly ProviderEntry[];
  /** Providers of the file that were left out with a warning of their own. */
  readonly skippedProviders: ReadonlySet<string>;
  readonly findings: Findings;
}

type RouteDocuments = NonNullable<ReadSettingsDocument['model_routes']>;

/** The model routes in the order of the file, the candidates of each by `priority`, else in the order of the list. */
export function normaliseRoutes(routes: RouteDocuments, context: RouteContext): ModelRouteSettings[] {
  const patterns = new Set<string>();
  const normalised = Object.entries(routes).flatMap(([pattern, route]): ModelRouteSettings[] => {
    const path: Path = ['model_routes', pattern];
    if (!/^\S+$/.test(pattern)) {
      context.findings.error('wrong-value', path, says('must.pattern'));
    }
    if (patterns.has(pattern.toLowerCase())) {
      context.findings.error('duplicate-route', path, says('route.twice'));
    }
    patterns.add(pattern.toLowerCase());
    const inList = Array.isArray(route);
    const listPath: Path = inList ? path : [...path, 'candidates'];
    const documents = inList ? route : route.candidates;
    if (documents.length === 0) context.findings.error('wrong-value', listPath, says('route.noCandidate'));

    const candidates = documents.flatMap((candidate, index) =>
      candidate.enabled === false ? [] : normaliseCandidate(candidate, index, [...listPath, index], context),
    );
    if (candidates.length === 0) {
      if (documents.length > 0) context.findings.warn('unsupported-candidate', path, says('route.nobody'));
      return [];
    }
    candidates.sort((a, b) => a.priority - b.priority);
    return [{ pattern, strategy: (inList ? null : route.strategy) ?? null, candidates }];
  });
  const circle = renameCircle(normalised);
  if (circle !== null) {
    const names = circle.map(quoted).join(' → ');
    context.findings.error(
      'rename-circle',
      ['model_routes', circle[0]!],
      says('route.circle', { circle: names }),
    );
  }
  return normalised;
}

function normaliseCandidate(
  candidate: Extract<RouteDocuments[string], readonly unknown[]>[number],
  index: number,
  path: Path,
  { providers, skippedProviders, findings }: RouteContext,
): ModelRouteSettings['candidates'][number][] {
  const accounts = providers.filter((provider) => provider.name === candidate.provider);
  if (accounts.length === 0 && skippedProviders.has(candidate.provider)) {
    findings.warn('unsupported-candidate', path, says('candidate.leftOut'));
    return [];
  }
  if (accounts.length === 0) {
    const near = nearestName(
      candidate.provider,
      providers.map((provider) => provider.name),
    );
    findings.error(
      'unknown-provider',
      [...path, 'provider'],
      near === null ? says('provider.unknown') : says('provider.unknownNear', { near: quoted(near) }),
    );
  }
  const accountEmail = candidate.account_email || null;
  // An entry without an email may adopt whoever signs in, so it can become the account that is named here.
  const reachable = accounts.some(
    (account) => account.accountEmail === null || sameEmail(account.accountEmail, accountEmail),
  );
  if (accountEmail !== null && accounts.length > 0 && !reachable) {
    findings.error('unknown-account', [...path, 'account_email'], says('account.unknown'));
  }
  const model = candidate.model ?? PASSTHROUGH;
  return [
    {
      provider: candidate.provider,
      accountEmail,
      model: model === PASSTHROUGH ? null : model,
      priority: candidate.priority ?? index + 1,
    },
  ];
}

function sameEmail(a: string, b: string | null): boolean {
  return a.toLowerCase() === b?.toLowerCase();
}
