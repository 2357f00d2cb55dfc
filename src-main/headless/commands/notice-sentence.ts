import { assertNever } from '../../../src-shared/lib/assert-never.ts';
import type { Notice } from '../../../src-shared/model/notice.ts';
import type { CommandContext } from './command-context.ts';

/** A notice in words: what happened, and what the person can do. */
export function noticeSentence(notice: Notice, { say, locale }: CommandContext): string {
  switch (notice.kind) {
    case 'vault-set-aside':
      return say('notice.vaultSetAside', { file: notice.file, lost: lostText(notice.lost, say) });
    case 'vault-missing': {
      const lost = lostText(notice.lost, say);
      return notice.restored
        ? say('notice.vaultRestored', { file: notice.file, lost })
        : say('notice.vaultGone', { file: notice.file, lost });
    }
    case 'sign-ins-unsaved':
      return say('notice.signInsUnsaved', { count: notice.accountIds.length });
    case 'settings-refused':
      return say('notice.settingsRefused', { problem: notice.texts[locale] });
    case 'offline':
      return say('notice.offline', { host: notice.host });
    case 'history-set-aside':
      return notice.file === null
        ? say('notice.historyGone')
        : say('notice.historySetAside', { file: notice.file });
    case 'history-unavailable':
      return say('notice.historyUnavailable', { code: notice.code });
    case 'restart-needed':
      return say('notice.restartNeeded');
    case 'blocked':
      return say('notice.blocked', { host: notice.host });
    default:
      return assertNever(notice);
  }
}

function lostText(lost: number | null, say: CommandContext['say']): string {
  if (lost === null) return say('notice.lostUnknown');
  return lost === 0 ? say('notice.lostNothing') : say('notice.lost', { count: lost });
}
