import type { Notice } from '../../../src-shared/model/notice.ts';
import type { Account } from '../accounts/account.ts';
import type { CoreEvent } from '../events/core-event.ts';
import type { EventBus } from '../events/event-bus.ts';
import type { Clock } from '../lib/clock.ts';
import type { CloserStack } from '../lib/closer.ts';
import { noticeChanges } from '../notifications/notice-changes.ts';
import { changedNotices, ended, type NoticeChange, raised } from '../notifications/notice-list.ts';
import type { CorePorts } from '../ports.ts';
import type { ServerSettings } from '../settings/settings.ts';
import type { VaultFinding } from '../vault/open-vault.ts';
import { countLost, isVaultMissed, type LostSecretsOptions } from './lost-secrets.ts';
import type { OpenedVaultFile } from './open-secrets.ts';

export interface NoticesOptions extends LostSecretsOptions {
  readonly bus: EventBus;
  readonly clock: Pick<Clock, 'now'>;
  readonly accounts: { get(id: string): Account | null; list(): readonly Account[] };
  readonly vaultFile: OpenedVaultFile;
  /** What was found and repaired when the vault was opened. */
  readonly vaultFindings: readonly VaultFinding[];
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
  const subscription = bus.subscribe((event) => {
    if (notices.length === 0 && isPlainSuccess(event)) return; // the most frequent event by far
    if (event.kind === 'accounts-replaced') apply(lossChanges(notices, options));
    apply(
      noticeChanges(event, {
        now: clock.now(),
        hostOf: (accountId) => hostOf(accounts.get(accountId)),
        restartNeeded: isElsewhere(listening, settings.current().server, overruled),
      }),
    );
  });
  closers.add(() => subscription[Symbol.dispose]());
  return { current: () => notices };
}

function isPlainSuccess(event: CoreEvent): boolean {
  return (
    event.kind === 'request-finished' &&
    event.facts.attempts.length === 1 &&
    event.facts.attempts[0]!.outcome === 'succeeded'
  );
}

function vaultNotices(options: NoticesOptions): readonly NoticeChange[] {
  const { vaultFindings, vaultFile, clock } = options;
  const at = clock.now();
  const changes = vaultFindings.map((finding) => {
    const lost = countLost(options);
    return finding.code === 'vault-file-damaged'
      ? raised({ kind: 'vault-set-aside', at, file: finding.setAsideAs, lost })
      : raised({ kind: 'vault-missing', at, file: finding.file, restored: true, lost });
  });
  if (vaultFile.path === null || !vaultFile.isNew || !isVaultMissed(options)) return changes;
  const lost = countLost(options);
  return [...changes, raised({ kind: 'vault-missing', at, file: vaultFile.path, restored: false, lost })];
}

/** Who signs in again, or is removed, is lost no more. */
function lossChanges(notices: readonly Notice[], options: NoticesOptions): readonly NoticeChange[] {
  const standing = notices.find((notice) => notice.kind === 'vault-missing');
  if (standing === undefined || standing.restored) return [];
  const lost = countLost(options);
  return isVaultMissed(options) ? [raised({ ...standing, lost })] : [ended('vault-missing')];
}

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
