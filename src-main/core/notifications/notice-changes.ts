import type { RequestFacts } from '../../../src-shared/model/request-facts.ts';
import type { CoreEvent } from '../events/core-event.ts';
import { ended, type NoticeChange, raised } from './notice-list.ts';

export interface NoticeContext {
  /** ms since the epoch. */
  readonly now: number;
  /** The host that an account's requests go to; null for an account that is gone. */
  readonly hostOf: (accountId: string) => string | null;
  /** Whether the settings name another port or host than the one in use. */
  readonly restartNeeded: boolean;
}

/** Outcomes of an attempt that say nothing about whether its upstream can be reached. */
const NOT_REACHED = new Set(['local-origin-failed', 'client-aborted']);

/** What an event means for the notices. Only the kinds of outcomes are looked at, never an upstream's words. */
export function noticeChanges(event: CoreEvent, context: NoticeContext): readonly NoticeChange[] {
  const { now } = context;
  switch (event.kind) {
    case 'request-finished':
      return [...reachability(event.facts, context), ...blocking(event.facts, context)];
    case 'sign-ins-held':
      return event.accountIds.length === 0
        ? [ended('sign-ins-unsaved')]
        : [raised({ kind: 'sign-ins-unsaved', at: now, accountIds: event.accountIds })];
    case 'settings-refused':
      return [raised({ kind: 'settings-refused', at: now, message: event.texts.en, texts: event.texts })];
    case 'settings-changed':
      return [
        ended('settings-refused'),
        context.restartNeeded ? raised({ kind: 'restart-needed', at: now }) : ended('restart-needed'),
      ];
    case 'history-set-aside':
      return [raised({ kind: 'history-set-aside', at: now, file: event.file })];
    case 'history-unavailable':
      return [raised({ kind: 'history-unavailable', at: now, code: event.code })];
    case 'history-available':
      return [ended('history-unavailable')];
    default:
      return [];
  }
}

/** Offline while no attempt gets as far as an upstream; one that does ends it, whatever it came to there. */
function reachability({ attempts }: RequestFacts, { now, hostOf }: NoticeContext): readonly NoticeChange[] {
  if (attempts.some(({ outcome }) => !NOT_REACHED.has(outcome))) return [ended('offline')];
  const failed = attempts.find(({ outcome }) => outcome === 'local-origin-failed');
  const host = failed && hostOf(failed.accountId);
  return host ? [raised({ kind: 'offline', at: now, host })] : [];
}

/** Blocked from the first refusal by a firewall, region or policy until the same host lets a request through. */
function blocking({ attempts }: RequestFacts, { now, hostOf }: NoticeContext): readonly NoticeChange[] {
  return attempts.flatMap(({ outcome, accountId }): NoticeChange[] => {
    if (outcome !== 'succeeded' && outcome !== 'blocked') return [];
    const host = hostOf(accountId);
    if (host === null) return [];
    return [outcome === 'blocked' ? raised({ kind: 'blocked', at: now, host }) : ended('blocked', host)];
  });
}
