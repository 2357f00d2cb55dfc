import { isDeepStrictEqual } from 'node:util';
import type { Notice } from '../../../src-shared/model/notice.ts';

/** What an event means for the notices. */
export type NoticeChange =
  | { readonly kind: 'raised'; readonly notice: Notice }
  /** With a host, only a notice about that host ends. */
  | { readonly kind: 'ended'; readonly notice: Notice['kind']; readonly host: string | null };

export const raised = (notice: Notice): NoticeChange => ({ kind: 'raised', notice });
export const ended = (notice: Notice['kind'], host: string | null = null): NoticeChange => ({
  kind: 'ended',
  notice,
  host,
});

/**
 * The notices after a change, newest first, one of each kind at most; the same array where nothing changed. A
 * notice that is raised again with the same content keeps its time: its cause has lasted since then.
 */
export function changedNotices(notices: readonly Notice[], change: NoticeChange): readonly Notice[] {
  const kind = change.kind === 'raised' ? change.notice.kind : change.notice;
  const standing = notices.find((notice) => notice.kind === kind);
  if (change.kind === 'ended') {
    const isMeant = standing !== undefined && (change.host === null || hostOf(standing) === change.host);
    return isMeant ? notices.filter((notice) => notice !== standing) : notices;
  }
  const { notice } = change;
  if (standing !== undefined && isDeepStrictEqual({ ...standing, at: notice.at }, notice)) return notices;
  return [notice, ...notices.filter((other) => other !== standing)];
}

const hostOf = (notice: Notice) => ('host' in notice ? notice.host : null);
