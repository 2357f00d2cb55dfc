import type { Locale } from '../../../src-shared/i18n/locale.ts';
import type { Snapshot } from '../../../src-shared/model/snapshot.ts';
import { appSay } from '../app-words.ts';
import { accountLine } from './account-line.ts';

/** What a click on an entry of the tray's menu asks for. */
export type TrayAction =
  | { readonly kind: 'open' }
  | { readonly kind: 'show-accounts' }
  | { readonly kind: 'add-account' }
  | { readonly kind: 'pause' }
  | { readonly kind: 'resume' }
  | { readonly kind: 'copy-address'; readonly address: string }
  | { readonly kind: 'connect' }
  | { readonly kind: 'start-at-login'; readonly on: boolean }
  | { readonly kind: 'quit' };

export type TrayMenuEntry =
  | { readonly kind: 'separator' }
  /** Says something and cannot be clicked. */
  | { readonly kind: 'note'; readonly label: string }
  | { readonly kind: 'command'; readonly label: string; readonly action: TrayAction }
  | {
      readonly kind: 'check';
      readonly label: string;
      readonly checked: boolean;
      readonly action: TrayAction;
    };

export interface TrayMenuFacts {
  readonly snapshot: Snapshot;
  /** null where this system cannot. */
  readonly startsAtLogin: boolean | null;
}

/** More accounts than this make a menu that does not fit the screen. */
const MAX_ACCOUNTS = 12;
const SEPARATOR = { kind: 'separator' } as const;

/**
 * The tray's menu. Its first entry opens the window: where a desktop never tells of a click on the icon, the menu is
 * the only way in.
 */
export function trayMenu(
  { snapshot, startsAtLogin }: TrayMenuFacts,
  locale: Locale,
): readonly TrayMenuEntry[] {
  const say = appSay(locale);
  const isDraining = snapshot.gateway === 'draining';
  const quit: TrayMenuEntry = {
    kind: 'command',
    label: say(isDraining ? 'app.quitNow' : 'app.quit'),
    action: { kind: 'quit' },
  };
  if (isDraining) {
    return [{ kind: 'note', label: say('app.quitting', { count: snapshot.openRequests }) }, SEPARATOR, quit];
  }
  return [
    { kind: 'command', label: say('tray.open'), action: { kind: 'open' } },
    SEPARATOR,
    ...accountEntries(snapshot, locale),
    { kind: 'command', label: say('tray.add'), action: { kind: 'add-account' } },
    SEPARATOR,
    snapshot.gateway === 'paused'
      ? { kind: 'command', label: say('tray.resume'), action: { kind: 'resume' } }
      : { kind: 'command', label: say('tray.pause'), action: { kind: 'pause' } },
    {
      kind: 'command',
      label: say('tray.copyAddress'),
      action: { kind: 'copy-address', address: snapshot.baseUrl },
    },
    { kind: 'command', label: say('tray.connect'), action: { kind: 'connect' } },
    ...startEntries(startsAtLogin, say('tray.startAtLogin')),
    SEPARATOR,
    quit,
  ];
}

function accountEntries({ accounts, now }: Snapshot, locale: Locale): readonly TrayMenuEntry[] {
  const say = appSay(locale);
  if (accounts.length === 0) return [{ kind: 'note', label: say('tray.noAccounts') }];
  const inOrder = accounts.toSorted((a, b) => a.place - b.place);
  const entries = inOrder.slice(0, MAX_ACCOUNTS).map(
    (account): TrayMenuEntry => ({
      kind: 'command',
      label: accountLine(account, now, locale),
      action: { kind: 'show-accounts' },
    }),
  );
  const left = inOrder.length - entries.length;
  if (left === 0) return entries;
  const more: TrayMenuEntry = {
    kind: 'command',
    label: say('tray.more', { count: left }),
    action: { kind: 'show-accounts' },
  };
  return [...entries, more];
}

function startEntries(startsAtLogin: boolean | null, label: string): readonly TrayMenuEntry[] {
  if (startsAtLogin === null) return [];
  return [
    SEPARATOR,
    {
      kind: 'check',
      label,
      checked: startsAtLogin,
      action: { kind: 'start-at-login', on: !startsAtLogin },
    },
  ];
}
