import { isDeepStrictEqual } from 'node:util';
import type { Secret } from '../lib/secret.ts';
import { checkDocument } from './check-document.ts';
import { addOAuthProvider, addProvider, type EntryRef, setGeneral, setRoute } from './document-edits.ts';
import { oauthProviderDocument, providerDocument, routeDocument } from './document-of.ts';
import { parseSettings } from './parse-settings.ts';
import type { SettingsFormat } from './read-document.ts';
import type { AuthSource, ProviderEntry, Settings } from './settings.ts';
import type { SettingsDocument } from './settings-document.ts';
import { fileProblem, quoted, type SettingsProblem } from './settings-problem.ts';
import { BUILT_IN_OAUTH_PROVIDER } from './vendor-addresses.ts';

/** What an import would do; nothing is done yet. */
export interface ImportPlan {
  /** The settings document afterwards; the very same value as before where the file adds nothing. */
  readonly document: SettingsDocument;
  /** Entries that are new. */
  readonly added: readonly EntryRef[];
  /** Entries that stand in the settings already; they are left as they are. */
  readonly alreadyThere: readonly EntryRef[];
  /** Secrets of new entries. They belong into the vault before the document is written. */
  readonly secrets: readonly {
    readonly providerName: string;
    readonly accountEmail: string | null;
    readonly secret: Secret;
  }[];
  /** Patterns of model routes that are new. */
  readonly routes: readonly string[];
  readonly warnings: readonly SettingsProblem[];
}

/** A plan, or everything that is wrong with the file. */
export type PlannedImport =
  | { readonly ok: true; readonly plan: ImportPlan }
  | { readonly ok: false; readonly errors: readonly SettingsProblem[] };

/**
 * Plans to take over a settings file of one of the older programs (or of Rota) into the app's own settings.
 * Taken over are providers in the file's order behind those that are there, OAuth providers, model routes,
 * and strategy, session affinity and token proxy where the settings name none. What is there already wins, so
 * importing a file twice changes nothing the second time. Server, log and keychain settings stay the app's
 * own, and no sign-in is carried over. The terms count as accepted only where the file says so and
 * `acceptTerms` is given.
 */
export async function planImport(
  text: string,
  options: {
    readonly file: string;
    readonly format: SettingsFormat;
    readonly current: SettingsDocument;
    readonly acceptTerms: boolean;
  },
): Promise<PlannedImport> {
  const parsed = await parseSettings(text, options);
  if (!parsed.ok) return parsed;
  const present = checkDocument(options.current);
  if (!present.ok) throw new TypeError('the current settings document is not valid');
  const warnings = [...parsed.warnings];
  const warn = (says: string) => warnings.push(fileProblem(options.file, 'not-imported', says));

  const entries = planProviders(options.current, parsed.settings, present.settings);
  const fromFile = parsed.document.oauth_providers != null && parsed.document.oauth_providers.length > 0;
  let document = fromFile
    ? addOAuthProviders(entries.document, parsed.settings, present.settings, warn)
    : entries.document;
  const routes = planRoutes(document, parsed.settings, present.settings, warn);
  document = addGeneral(routes.document, parsed.document);
  if (
    options.acceptTerms &&
    parsed.settings.termsAcceptedAt !== null &&
    present.settings.termsAcceptedAt === null
  ) {
    document = setGeneral(document, { terms_accepted: parsed.document.settings?.terms_accepted });
  }
  return { ok: true, plan: { ...entries, document, routes: routes.added, warnings } };
}

function planProviders(document: SettingsDocument, imported: Settings, present: Settings) {
  const added: EntryRef[] = [];
  const alreadyThere: EntryRef[] = [];
  const secrets: ImportPlan['secrets'][number][] = [];
  for (const entry of imported.providers) {
    const ref = { name: entry.name, accountEmail: entry.accountEmail };
    if (present.providers.some((other) => isSameEntry(other, entry))) {
      alreadyThere.push(ref);
      continue;
    }
    added.push(ref);
    document = addProvider(document, providerDocument(entry, valueWithoutSecret));
    if (entry.auth.kind === 'literal') {
      secrets.push({ providerName: entry.name, accountEmail: entry.accountEmail, secret: entry.auth.secret });
    }
  }
  return { document, added, alreadyThere, secrets };
}

function isSameEntry(a: ProviderEntry, b: ProviderEntry): boolean {
  return a.name === b.name && a.accountEmail?.toLowerCase() === b.accountEmail?.toLowerCase();
}

function valueWithoutSecret(auth: AuthSource): 'oauth' | 'vault' | `env:${string}` {
  if (auth.kind === 'env') return `env:${auth.name}`;
  return auth.kind === 'oauth' ? 'oauth' : 'vault';
}

function addOAuthProviders(
  document: SettingsDocument,
  imported: Settings,
  present: Settings,
  warn: (says: string) => void,
): SettingsDocument {
  for (const provider of imported.oauthProviders) {
    const there = present.oauthProviders.find((other) => other.name === provider.name);
    if (there === undefined) {
      // The built-in provider ends where the document names one, and accounts may use it.
      const first = (document.oauth_providers ?? []).length === 0;
      if (first) document = addOAuthProvider(document, oauthProviderDocument(BUILT_IN_OAUTH_PROVIDER));
      document = addOAuthProvider(document, oauthProviderDocument(provider));
    } else if (!isDeepStrictEqual(there, provider)) {
      warn(
        `has other addresses for the OAuth provider ${quoted(provider.name)}; those in the settings are kept`,
      );
    }
  }
  return document;
}

function planRoutes(
  document: SettingsDocument,
  imported: Settings,
  present: Settings,
  warn: (says: string) => void,
): { document: SettingsDocument; added: string[] } {
  const added: string[] = [];
  for (const route of imported.modelRoutes) {
    const there = present.modelRoutes.find((other) => other.pattern === route.pattern);
    if (there === undefined) {
      document = setRoute(document, route.pattern, routeDocument(route));
      added.push(route.pattern);
    } else if (!isDeepStrictEqual(there, route)) {
      warn(`has another route for ${quoted(route.pattern)}; the one in the settings is kept`);
    }
  }
  return { document, added };
}

/** The few general settings that describe how accounts are used; a keychain name or a port would change the app itself. */
function addGeneral(document: SettingsDocument, imported: SettingsDocument): SettingsDocument {
  const theirs = imported.settings ?? {};
  const ours = document.settings ?? {};
  const change: NonNullable<SettingsDocument['settings']> = {};
  if (ours.strategy == null && theirs.strategy != null) change.strategy = theirs.strategy;
  if (ours.session_affinity == null && theirs.session_affinity != null)
    change.session_affinity = theirs.session_affinity;
  if (!ours.oauth?.proxy && theirs.oauth?.proxy) change.oauth = { ...ours.oauth, proxy: theirs.oauth.proxy };
  return Object.keys(change).length === 0 ? document : setGeneral(document, change);
}
