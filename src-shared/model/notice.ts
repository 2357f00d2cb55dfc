import type { Localized } from '../i18n/localized.ts';

/**
 * Something about Rota itself that its user should know and that no account's state says. A notice stands for as
 * long as its cause; times are ms since the epoch. No text of an upstream and no secret can be in one.
 */
export type Notice =
  /** The vault's file was damaged and put aside; `lost` is the number of accounts whose sign-in or key is gone, null where that cannot be told. */
  | {
      readonly kind: 'vault-set-aside';
      readonly at: number;
      readonly file: string;
      readonly lost: number | null;
    }
  /**
   * The vault's file was not there when Rota started. `restored`: its spare copy took its place; else both were gone,
   * the vault began empty, and only a backup of `file` can bring back what it held. `lost` as above.
   */
  | {
      readonly kind: 'vault-missing';
      readonly at: number;
      readonly file: string;
      readonly restored: boolean;
      readonly lost: number | null;
    }
  /** Renewed sign-ins that could not be written to disk yet: they live in memory and are tried again. */
  | { readonly kind: 'sign-ins-unsaved'; readonly at: number; readonly accountIds: readonly string[] }
  /** A changed settings file is wrong; the last good settings stay in force. `message`, in English, names file, line and key. */
  | {
      readonly kind: 'settings-refused';
      readonly at: number;
      readonly message: string;
      readonly texts: Localized;
    }
  /** No upstream host can be reached from this machine: the accounts are not to blame. */
  | { readonly kind: 'offline'; readonly at: number; readonly host: string }
  /** The usage history was unusable and begun anew; `file` is where the old one was put, null where it could not be moved. */
  | { readonly kind: 'history-set-aside'; readonly at: number; readonly file: string | null }
  /** The usage history cannot be written at present; requests go on. */
  | { readonly kind: 'history-unavailable'; readonly at: number; readonly code: string }
  /** A changed port or host is in force after the next start. */
  | { readonly kind: 'restart-needed'; readonly at: number }
  /** The firewall, region or policy of the upstream turned a request away; no account is to blame. */
  | { readonly kind: 'blocked'; readonly at: number; readonly host: string };
