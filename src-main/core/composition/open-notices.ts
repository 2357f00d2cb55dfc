import type { Notice } from '../../../src-shared/model/notice.ts';
import type { Account } from '../accounts/account.ts';
import type { SavedAccount } from '../accounts/saved-accounts.ts';
import type { EventBus } from '../events/event-bus.ts';
import type { Clock } from '../lib/clock.ts';
import type { CloserStack } from '../lib/closer.ts';
import { noticeChanges } from '../notifications/notice-changes.ts';
import { changedNotices, type NoticeChange, raised } from '../notifications/notice-list.ts';
import type { CorePorts } from '../ports.ts';
import type { ServerSettings, SettingsSource } from '../settings/settings.ts';
import type { VaultFinding } from '../vault/open-vault.ts';
import type { Vault } from '../vault/vault-port.ts';

export interface NoticesOptions {
  readonly bus: EventBus;
  readonly clock: Pick<Clock, 'now'>;
  readonly settings: Pick<SettingsSource, 'current'>;
  readonly accounts: { get(id: string): Account | null; list(): readonly Account[] };
  readonly vault: Pick<Vault, 'read'>;
  /** What was found and repaired when the vault was opened. */
  readonly vaultFindings: readonly VaultFinding[];
  /** The accounts as the last run left them. */
  readonly savedAccounts: readonly SavedAccount[];
  /** Where the shell overrules the settings, a change of theirs needs no restart: it would change nothing. */
  readonly overruled: Pick<CorePorts, 'host' | 'port'>;
}

/** What stands right now. */
export interface Notices {
  /** Newest first; the array never changes, a later call may return another one. */
  current(): readonly Notice[];
}

/** Keeps the notices up to date from what is published, and says so on the bus; begins with what the start found. */
export function openNotices(options: NoticesOptions, closers: CloserStack): Notices {
  const { bus, clock, settings, accounts, overruled } = options;
  const listening = settings.current().server;
  let notices: readonly Notice[] = [];
  const apply = (changes: readonly NoticeChange[]) => {
    const before = notices;
    notices = changes.reduce(changedNotices, notices);
    if (notices !== before) bus.emit({ kind: 'notices-changed' });
  };

  apply(vaultNotices(options));
  const subscription = bus.subscribe((event) =>
    apply(
      noticeChanges(event, {
        now: clock.now(),
        hostOf: (accountId) => hostOf(accounts.get(accountId)),
        restartNeeded: isElsewhere(listening, settings.current().server, overruled),
      }),
    ),
  );
  closers.add(() => subscription[Symbol.dispose]());
  return { current: () => notices };
}

function vaultNotices(options: NoticesOptions): readonly NoticeChange[] {
  return options.vaultFindings.flatMap((finding) =>
    finding.code === 'vault-file-damaged'
      ? [
          raised({
            kind: 'vault-set-aside',
            at: options.clock.now(),
            file: finding.setAsideAs,
            lost: countLost(options),
          }),
        ]
      : [],
  );
}

/** Accounts that had a secret when the last run ended and have none now; null where nothing is known of that run. */
function countLost({ accounts, vault, savedAccounts }: NoticesOptions): number | null {
  if (savedAccounts.length === 0) return null;
  const had = new Set(
    savedAccounts
      .filter(({ secretIssue, health }) => secretIssue !== null && !isMissing(health.needsLogin?.cause))
      .map(({ id }) => id),
  );
  return accounts
    .list()
    .filter(({ entry: { auth } }) => auth.kind === 'oauth' || auth.kind === 'vault')
    .filter(({ id }) => had.has(id) && vault.read(id) === null).length;
}

const isMissing = (cause: string | undefined) => cause === 'not-signed-in' || cause === 'secret-missing';

function hostOf(account: Account | null): string | null {
  return account && URL.canParse(account.entry.baseUrl) ? new URL(account.entry.baseUrl).host : null;
}

function isElsewhere(
  listening: ServerSettings,
  now: ServerSettings,
  overruled: NoticesOptions['overruled'],
): boolean {
  return (
    (overruled.host === null && now.host !== listening.host) ||
    (overruled.port === null && now.port !== listening.port)
  );
}
