import type {
  OAuthProviderDocument,
  ProviderDocument,
  RouteDocument,
  SettingsDocument,
} from './settings-document.ts';

/**
 * The changes that the app and the command line make to the settings document, each as a pure function from
 * document to document. Keys that Rota does not know stay where they are. An edit of an entry that is not
 * there changes nothing.
 */

/** Names one entry of `providers`. Emails compare without regard to case. */
export interface EntryRef {
  readonly name: string;
  readonly accountEmail: string | null;
}

/** A provider entry as the app may write it: its secret is in the vault or the environment, never in here. */
export type NewProvider = Omit<ProviderDocument, 'auth_value'> & {
  readonly auth_value: 'oauth' | 'vault' | `env:${string}`;
};

/** Adds an entry at the end of the user's order. Adding a second one with the same name and email is refused by the store. */
export function addProvider(document: SettingsDocument, provider: NewProvider): SettingsDocument {
  return { ...document, providers: [...(document.providers ?? []), provider] };
}

/** Adds an OAuth provider. Naming the first one takes the place of the built-in one. */
export function addOAuthProvider(
  document: SettingsDocument,
  provider: OAuthProviderDocument,
): SettingsDocument {
  return { ...document, oauth_providers: [...(document.oauth_providers ?? []), provider] };
}

/** Writes `priority` so that the entries stand in the order of `refs`; entries that are not named keep their order behind them. */
export function setOrder(document: SettingsDocument, refs: readonly EntryRef[]): SettingsDocument {
  const providers = document.providers ?? [];
  const placeOf = (provider: ProviderDocument) => {
    const place = refs.findIndex((ref) => names(ref, provider));
    return place < 0 ? refs.length : place;
  };
  const ordered = providers
    .map((provider, index) => ({
      index,
      place: placeOf(provider),
      before: provider.priority ?? Number.MAX_VALUE,
    }))
    .sort((a, b) => a.place - b.place || a.before - b.before || a.index - b.index);
  const priorities = new Map(ordered.map(({ index }, rank) => [index, rank + 1]));
  return {
    ...document,
    providers: providers.map((provider, index) => ({ ...provider, priority: priorities.get(index)! })),
  };
}

/** Lets an account serve, or stops it without touching its sign-in. */
export function setEnabled(document: SettingsDocument, ref: EntryRef, enabled: boolean): SettingsDocument {
  return editProvider(document, ref, (provider) => ({ ...provider, enabled }));
}

/** Chooses the name to show; null goes back to email or provider name. */
export function renameProvider(
  document: SettingsDocument,
  ref: EntryRef,
  label: string | null,
): SettingsDocument {
  return editProvider(document, ref, ({ label: _old, ...provider }) =>
    label === null ? provider : { ...provider, label },
  );
}

/** Gives an entry that adopts whoever signs in to the identity that did, for good. */
export function adoptIdentity(document: SettingsDocument, ref: EntryRef, email: string): SettingsDocument {
  return editProvider(document, ref, (provider) => ({ ...provider, account_email: email }));
}

/** Chooses the way to the upstream: a URL, `none` for a direct connection, null for the system's own. */
export function setProxy(document: SettingsDocument, ref: EntryRef, proxy: string | null): SettingsDocument {
  return editProvider(document, ref, ({ proxy: _old, ...provider }) =>
    proxy === null ? provider : { ...provider, proxy },
  );
}

/** Removes an entry, and the candidates and routes that only it made possible. */
export function removeProvider(document: SettingsDocument, ref: EntryRef): SettingsDocument {
  const providers = (document.providers ?? []).filter((provider) => !names(ref, provider));
  if (providers.length === (document.providers ?? []).length) return document;
  const rest = { ...document, providers };
  if (document.model_routes == null) return rest;
  const canLeadTo = (candidate: Candidate) =>
    providers.some(
      (provider) =>
        provider.name === candidate.provider &&
        (!candidate.account_email ||
          !provider.account_email ||
          sameEmail(provider.account_email, candidate.account_email)),
    );
  const routes = Object.entries(document.model_routes).flatMap(
    ([pattern, route]): [string, RouteDocument][] => {
      const candidates = candidatesOf(route).filter(canLeadTo);
      if (candidates.length === 0) return [];
      return [[pattern, Array.isArray(route) ? candidates : { ...route, candidates }]];
    },
  );
  return { ...rest, model_routes: Object.fromEntries(routes) };
}

/** Sets the candidates of one model pattern; null removes the route. */
export function setRoute(
  document: SettingsDocument,
  pattern: string,
  route: RouteDocument | null,
): SettingsDocument {
  const { [pattern]: _old, ...others } = document.model_routes ?? {};
  // A route that is changed keeps its place among the patterns, because the first match decides.
  const model_routes = route === null ? others : { ...document.model_routes, [pattern]: route };
  return { ...document, model_routes };
}

/** Records when the user accepted the note on subscription sign-in. */
export function acceptTerms(document: SettingsDocument, acceptedAt: number): SettingsDocument {
  return setGeneral(document, { terms_accepted: new Date(acceptedAt).toISOString() });
}

/** Takes the acceptance back; the tokens stay, and their accounts stop serving. */
export function withdrawTerms(document: SettingsDocument): SettingsDocument {
  return setGeneral(document, { terms_accepted: false });
}

/** Changes keys of `settings`, e.g. the strategy or the log level. */
export function setGeneral(
  document: SettingsDocument,
  change: NonNullable<SettingsDocument['settings']>,
): SettingsDocument {
  return { ...document, settings: { ...document.settings, ...change } };
}

type Candidate = Extract<RouteDocument, readonly unknown[]>[number];

function candidatesOf(route: RouteDocument): readonly Candidate[] {
  return Array.isArray(route) ? route : route.candidates;
}

function editProvider(
  document: SettingsDocument,
  ref: EntryRef,
  edit: (provider: ProviderDocument) => ProviderDocument,
): SettingsDocument {
  if (document.providers == null) return document;
  const providers = document.providers.map((provider) => (names(ref, provider) ? edit(provider) : provider));
  return { ...document, providers };
}

function names(ref: EntryRef, provider: ProviderDocument): boolean {
  return provider.name === ref.name && sameEmail(ref.accountEmail, provider.account_email);
}

function sameEmail(a: string | null | undefined, b: string | null | undefined): boolean {
  return (a ?? '').toLowerCase() === (b ?? '').toLowerCase();
}
