import type { Locale } from '../../../src-shared/i18n/locale.ts';
import { windowText } from '../../../src-shared/i18n/window-text.ts';
import { assertNever } from '../../../src-shared/lib/assert-never.ts';
import { createTimeText } from '../../../src-shared/lib/duration-text.ts';
import type { AccountSnapshot } from '../../../src-shared/model/account.ts';
import type { Notice } from '../../../src-shared/model/notice.ts';
import type { Snapshot } from '../../../src-shared/model/snapshot.ts';
import { appSay } from '../app-words.ts';
import { percentText, servingAccount, tightestWindow } from './account-line.ts';

/** What the icon says by its shape: all well, somebody rests, somebody has to act, nothing is served. */
export type TrayIconState = 'well' | 'resting' | 'action' | 'paused';

/** Longest tooltip that Windows shows, in characters (`NOTIFYICONDATA.szTip` holds 128 with its end). */
const MAX_TOOLTIP_CHARS = 127;

/** The icon's state; where several hold, the one that asks most of the person. */
export function trayIconState(snapshot: Snapshot): TrayIconState {
  if (snapshot.gateway !== 'serving') return 'paused';
  const accounts = snapshot.accounts.filter(({ enabled }) => enabled);
  const needsPerson = accounts.some(({ state }) => state === 'needs-login' || state === 'out-of-credit');
  if (accounts.length === 0 || needsPerson || snapshot.notices.some(asksForAction)) return 'action';
  return accounts.some(({ state }) => state === 'cooling-down' || state === 'ejected') ? 'resting' : 'well';
}

/** One line for the pointer: who serves, and which limit comes next. Times are of the snapshot's clock. */
export function trayTooltip(snapshot: Snapshot, locale: Locale): string {
  const text = tooltip(snapshot, locale);
  return text.length > MAX_TOOLTIP_CHARS ? `${text.slice(0, MAX_TOOLTIP_CHARS - 1)}…` : text;
}

function tooltip(snapshot: Snapshot, locale: Locale): string {
  const say = appSay(locale);
  const { gateway, now } = snapshot;
  if (gateway !== 'serving') return say(gateway === 'paused' ? 'tip.paused' : 'tip.stopping');
  const accounts = snapshot.accounts.filter(({ enabled }) => enabled);
  if (accounts.length === 0) return say('tip.noAccounts');
  const serving = servingAccount(accounts);
  if (serving === null) return nobodyServes(accounts, now, locale);
  return [say('tip.serving', { name: serving.name }), nextLimit(serving, now, locale)]
    .filter((part) => part !== null)
    .join(' · ');
}

function nobodyServes(accounts: readonly AccountSnapshot[], now: number, locale: Locale): string {
  const say = appSay(locale);
  const resting = accounts.filter(({ cooldownUntil }) => cooldownUntil !== null);
  const [first] = resting.toSorted((a, b) => (a.cooldownUntil ?? 0) - (b.cooldownUntil ?? 0));
  if (first?.cooldownUntil == null) return say('tip.nobody');
  const at = createTimeText(locale).moment(first.cooldownUntil, now);
  return say('tip.allResting', { name: first.name, at });
}

function nextLimit(account: AccountSnapshot, now: number, locale: Locale): string | null {
  const window = tightestWindow(account, now);
  if (window?.utilization == null) return null;
  const { label } = windowText(window.name, locale);
  const used = percentText(window.utilization, locale);
  if (window.resetsAt === null) return `${label} ${used}`;
  const at = createTimeText(locale).moment(window.resetsAt, now);
  return appSay(locale)('tip.resets', { window: label, used, at });
}

/** Whether a notice waits for its reader; the others pass by themselves. */
function asksForAction({ kind }: Notice): boolean {
  switch (kind) {
    case 'vault-set-aside':
    case 'vault-missing':
    case 'sign-ins-unsaved':
    case 'settings-refused':
      return true;
    case 'offline':
    case 'history-set-aside':
    case 'history-unavailable':
    case 'restart-needed':
    case 'blocked':
      return false;
    default:
      return assertNever(kind);
  }
}
