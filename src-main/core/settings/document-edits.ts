import { candidatesOf, canLeadTo, withCandidates } from './route-edits.ts';
import type {
  OAuthProviderDocument,
  ProviderDocument,
  RouteDocument,
  SettingsDocument,
} from './settings-document.ts';
import { withKeys } from './with-keys.ts';

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
  const ordered = inOrder(providers).sort((a, b) => placeOf(a) - placeOf(b));
  const priorities = new Map(ordered.map((provider, rank) => [provider, rank + 1]));
  return {
    ...document,
    providers: providers.map((provider) => ({ ...provider, priority: priorities.get(provider)! })),
  };
}

/** The entries in the user's order: those with a `priority` first, the lowest before the others. */
export function inOrder(providers: readonly ProviderDocument[]): ProviderDocument[] {
  const rank = ({ priority }: ProviderDocument) => priority ?? Number.MAX_VALUE;
  return [...providers].sort((a, b) => rank(a) - rank(b));
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

/** What `configureProvider` sets; null goes back to the default. */
export type ProviderChange = {
  readonly [Key in 'proxy' | 'hours' | 'max_concurrent_requests']?: ProviderDocument[Key];
};

/** Sets keys of an entry; those that are not named stay. */
export function configureProvider(
  document: SettingsDocument,
  ref: EntryRef,
  change: ProviderChange,
): SettingsDocument {
  return editProvider(document, ref, (provider) => withKeys(provider, change));
}

/** Has the entry take its secret from the vault, and send it in the header of `authType`. */
export function takeFromVault(
  document: SettingsDocument,
  ref: EntryRef,
  authType: 'api_key' | 'auth_token',
): SettingsDocument {
  return editProvider(document, ref, (provider) => ({
    ...provider,
    auth_type: authType,
    auth_value: 'vault',
  }));
}

/** Removes an entry, and the candidates and routes that only it made possible. */
export function removeProvider(document: SettingsDocument, ref: EntryRef): SettingsDocument {
  const providers = (document.providers ?? []).filter((provider) => !names(ref, provider));
  if (providers.length === (document.providers ?? []).length) return document;
  const rest = { ...document, providers };
  if (document.model_routes == null) return rest;
  const routes = Object.entries(document.model_routes).flatMap(
    ([pattern, route]): [string, RouteDocument][] => {
      const candidates = candidatesOf(route).filter((candidate) =>
        providers.some((provider) => canLeadTo(candidate, provider)),
      );
      return candidates.length === 0 ? [] : [[pattern, withCandidates(route, candidates)]];
    },
  );
  return { ...rest, model_routes: Object.fromEntries(routes) };
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

function editProvider(
  document: SettingsDocument,
  ref: EntryRef,
  edit: (provider: ProviderDocument) => ProviderDocument,
): SettingsDocument {
  if (document.providers == null) return document;
  const providers = document.providers.map((provider) => (names(ref, provider) ? edit(provider) : provider));
  return { ...document, providers };
}

/** Whether `ref` names this entry. */
export function names(ref: EntryRef, provider: ProviderDocument): boolean {
  return provider.name === ref.name && sameEmail(ref.accountEmail, provider.account_email);
}

/** Whether two emails, or the lack of one, are the same. */
export function sameEmail(a: string | null | undefined, b: string | null | undefined): boolean {
  return (a ?? '').toLowerCase() === (b ?? '').toLowerCase();
}
