import type { ManagementClient } from '../../src-shared/contract/client.ts';
import type { Locale } from '../../src-shared/i18n/locale.ts';

/** Why the page has no access. */
export type LockedBecause =
  /** Nobody has given the admin token yet. */
  | 'no-token'
  | 'token-refused'
  /** The one-time link was used before, or is too old. */
  | 'link-spent'
  | 'unreachable';

/** Whether the page may talk to the management API. */
export type Access =
  | { readonly kind: 'checking' }
  | { readonly kind: 'locked'; readonly because: LockedBecause }
  | { readonly kind: 'open' };

/** The page's way to the core, whatever carries it; inside the app it is open from the start. */
export interface Session {
  readonly client: ManagementClient;
  readonly access: () => Access;
  readonly subscribe: (listener: () => void) => () => void;
  /** Tries an admin token, and keeps it when Rota takes it. */
  unlock(token: string): Promise<void>;
  /** Tells whoever is around the page in which language it speaks from now on. */
  tellLanguage(locale: Locale): void;
}
