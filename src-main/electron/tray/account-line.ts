import type { Locale } from '../../../src-shared/i18n/locale.ts';
import { windowText } from '../../../src-shared/i18n/window-text.ts';
import { assertNever } from '../../../src-shared/lib/assert-never.ts';
import { createTimeText } from '../../../src-shared/lib/duration-text.ts';
import type { AccountSnapshot } from '../../../src-shared/model/account.ts';
import type { QuotaWindow } from '../../../src-shared/model/quota-window.ts';
import { appSay } from '../app-words.ts';

/** A token that is not renewed is spoken of from this long before its end, in ms. */
const ENDING_SOON_MS = 14 * 24 * 60 * 60_000;

/** The window of an account that is used most and has not begun anew since it was read, or null where none is known. */
export function tightestWindow(account: AccountSnapshot, now: number): QuotaWindow | null {
  let tightest: QuotaWindow | null = null;
  for (const window of account.windows) {
    if (window.utilization === null || (window.resetsAt !== null && window.resetsAt <= now)) continue;
    if (window.utilization > (tightest?.utilization ?? -1)) tightest = window;
  }
  return tightest;
}

/** The account that the next new request goes to first: in the user's order, ready before set aside. */
export function servingAccount(accounts: readonly AccountSnapshot[]): AccountSnapshot | null {
  const inOrder = accounts.toSorted((a, b) => a.place - b.place);
  return (
    inOrder.find(({ state, reason }) => state === 'healthy' && reason === null) ??
    inOrder.find(({ state }) => state === 'healthy') ??
    inOrder.find(({ state }) => state === 'ejected') ??
    null
  );
}

/** "58 %", as the language writes it. */
export function percentText(share: number, locale: Locale): string {
  return new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 }).format(share);
}

/** One account on one line of a menu: name, health, tightest window, and the end of a token that is not renewed. */
export function accountLine(account: AccountSnapshot, now: number, locale: Locale): string {
  const parts = [account.name, healthWord(account, now, locale)];
  const window = account.enabled ? tightestWindow(account, now) : null;
  if (window?.utilization != null) {
    parts.push(`${windowText(window.name, locale).label} ${percentText(window.utilization, locale)}`);
  }
  const ending = tokenEnd(account, now, locale);
  if (ending !== null) parts.push(ending);
  return parts.join(' · ');
}

function healthWord(account: AccountSnapshot, now: number, locale: Locale): string {
  const say = appSay(locale);
  switch (account.state) {
    case 'healthy':
      return say('tray.ready');
    case 'cooling-down':
    case 'ejected':
      return account.cooldownUntil === null
        ? say('tray.resting')
        : say('tray.restingFor', { for: createTimeText(locale).duration(account.cooldownUntil - now) });
    case 'needs-login':
      return say('tray.signIn');
    case 'out-of-credit':
      return say('tray.outOfCredit');
    case 'disabled':
      return say('tray.off');
    default:
      return assertNever(account.state);
  }
}

/** Tokens of a sign-in renew themselves; of a setup token the end is near or not worth the room. */
function tokenEnd(account: AccountSnapshot, now: number, locale: Locale): string | null {
  const { kind, tokenExpiresAt, enabled } = account;
  if (tokenExpiresAt === null || !enabled) return null;
  const say = appSay(locale);
  const left = createTimeText(locale).duration(tokenExpiresAt - now);
  if (kind === 'oauth') return account.state === 'needs-login' ? null : say('tray.renewsIn', { in: left });
  if (kind !== 'setup-token' || tokenExpiresAt - now > ENDING_SOON_MS) return null;
  return tokenExpiresAt <= now ? say('tray.ended') : say('tray.endsIn', { in: left });
}
