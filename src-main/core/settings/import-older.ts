import { isDeepStrictEqual } from 'node:util';
import type { Secret } from '../lib/secret.ts';
import { checkDocument } from './check-document.ts';
import { addOAuthProvider, addProvider, type EntryRef, setGeneral } from './document-edits.ts';
import { oauthProviderDocument, providerDocument, routeDocument } from './document-of.ts';
import type { ParsedSettings } from './parse-settings.ts';
import { setRoute } from './route-edits.ts';
import type { AuthSource, ProviderEntry, Settings } from './settings.ts';
import type { SettingsDocument } from './settings-document.ts';
import { fileProblem, quoted, type SettingsProblem } from './settings-problem.ts';
import { type Statement, says } from './statement.ts';
import { BUILT_IN_OAUTH_PROVIDER } from './vendor-addresses.ts';
import { wholeDocument } from './whole-document.ts';

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
  /** Whether the document comes to say that the terms are accepted. */
  readonly termsAccepted: boolean;
  readonly warnings: readonly SettingsProblem[];
}

/**
 * Plans to take over a file of one of the older programs (or of Rota) into the app's own settings.
 * Taken over are providers in the file's order behind those that are there, OAuth providers, model routes,
 * and general settings where the document names none. What is there already wins, so importing a file twice
 * changes nothing the second time. Server, log and keychain settings stay the app's own, and no sign-in is
 * carried over. The terms count as accepted only where the file says so and
 * `acceptTerms` is given.
 */
export function planImport(
  parsed: Extract<ParsedSettings, { ok: true }>,
  options: {
    /** The file's name, for warnings. */
    readonly file: string;
    readonly current: SettingsDocument;
    readonly acceptTerms: boolean;
  },
): ImportPlan {
  const present = checkDocument(options.current);
  if (!present.ok) throw new TypeError('the current settings document is not valid');
  const warnings = [...parsed.warnings];
  const warn = (what: Statement) => warnings.push(fileProblem(options.file, 'not-imported', what));

  const entries = planProviders(options.current, parsed.settings, present.settings);
  const fromFile = parsed.document.oauth_providers != null && parsed.document.oauth_providers.length > 0;
  let document = fromFile
    ? addOAuthProviders(entries.document, parsed.settings, present.settings, warn)
    : entries.document;
  const routes = planRoutes(document, parsed.settings, present.settings, warn);
  document = addGeneral(routes.document, parsed.settings);
  const termsAccepted =
    options.acceptTerms &&
    parsed.settings.termsAcceptedAt !== null &&
    present.settings.termsAcceptedAt === null;
  if (termsAccepted) {
    document = setGeneral(document, { terms_accepted: parsed.document.settings?.terms_accepted });
  }
  return { ...entries, document, routes: routes.added, termsAccepted, warnings };
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
  warn: (what: Statement) => void,
): SettingsDocument {
  for (const provider of imported.oauthProviders) {
    const there = present.oauthProviders.find((other) => other.name === provider.name);
    if (there === undefined) {
      // The built-in provider ends where the document names one, and accounts may use it.
      const first = (document.oauth_providers ?? []).length === 0;
      if (first) document = addOAuthProvider(document, oauthProviderDocument(BUILT_IN_OAUTH_PROVIDER));
      document = addOAuthProvider(document, oauthProviderDocument(provider));
    } else if (!isDeepStrictEqual(there, provider)) {
      warn(says('import.otherAddresses', { name: quoted(provider.name) }));
    }
  }
  return document;
}

function planRoutes(
  document: SettingsDocument,
  imported: Settings,
  present: Settings,
  warn: (what: Statement) => void,
): { document: SettingsDocument; added: string[] } {
  const added: string[] = [];
  for (const route of imported.modelRoutes) {
    const there = present.modelRoutes.find((other) => other.pattern === route.pattern);
    if (there === undefined) {
      document = setRoute(document, route.pattern, routeDocument(route));
      added.push(route.pattern);
    } else if (!isDeepStrictEqual(there, route)) {
      warn(says('import.otherRoute', { pattern: quoted(route.pattern) }));
    }
  }
  return { document, added };
}

/**
 * General settings that the document does not name yet. Log level, keychain name and persistence stay the
 * app's own, and the terms are a decision of their own.
 */
function addGeneral(document: SettingsDocument, imported: Settings): SettingsDocument {
  const { log_level, terms_accepted, oauth, ...theirs } =
    wholeDocument(imported, valueWithoutSecret).settings ?? {};
  const { enable_persistence, service_name, ...sharedOauth } = oauth ?? {};
  const ours = document.settings ?? {};
  const filled = withMissing(ours, { ...theirs, oauth: sharedOauth });
  return filled === ours ? document : { ...document, settings: filled };
}

/** `present` with what only `added` has, mappings looked into; the very same value where nothing is missing. */
function withMissing<Values extends object>(present: Values, added: object): Values {
  let filled = present;
  for (const [key, value] of Object.entries(added)) {
    const there: unknown = present[key as keyof Values] ?? undefined;
    const next = isMapping(value) ? withMissing(isMapping(there) ? there : EMPTY, value) : (there ?? value);
    if (next !== there && next !== EMPTY) filled = { ...filled, [key]: next };
  }
  return filled;
}

const EMPTY: object = {};

function isMapping(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
