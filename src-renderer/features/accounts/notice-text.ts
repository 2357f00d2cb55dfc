import type { Locale } from '../../../src-shared/i18n/locale.ts';
import { assertNever } from '../../../src-shared/lib/assert-never.ts';
import type { AccountSnapshot } from '../../../src-shared/model/account.ts';
import type { Notice } from '../../../src-shared/model/notice.ts';
import type { Text } from '../../language/language.tsx';

/** A notice in words: what happened, then what Rota does now and what the person can do. */
export interface NoticeText {
  readonly headline: string;
  readonly detail: string;
}

/** Words for a notice; `accounts` gives the names of those it speaks of. */
export function noticeText(
  notice: Notice,
  accounts: readonly AccountSnapshot[],
  locale: Locale,
  t: Text,
): NoticeText {
  const headline = t(`notice.${notice.kind}`);
  switch (notice.kind) {
    case 'vault-set-aside':
      return {
        headline,
        detail:
          notice.lost === null
            ? t('notice.vault-set-aside.unknown', { file: notice.file })
            : t('notice.vault-set-aside.lost', { file: notice.file, lost: notice.lost }),
      };
    case 'vault-missing': {
      const happened = notice.restored ? 'notice.vault-missing.restored' : 'notice.vault-missing.gone';
      const lost =
        notice.lost === null
          ? t('notice.vault-missing.unknown')
          : t('notice.vault-missing.lost', { lost: notice.lost });
      return {
        headline,
        detail: t('common.sentences', { first: t(happened, { file: notice.file }), second: lost }),
      };
    }
    case 'sign-ins-unsaved': {
      const names = notice.accountIds.map((id) => accounts.find((each) => each.id === id)?.name ?? id);
      const list = new Intl.ListFormat(locale, { type: 'conjunction' }).format(names);
      return { headline, detail: t('notice.sign-ins-unsaved.detail', { names: list }) };
    }
    case 'settings-refused':
      return {
        headline,
        detail: t('common.sentences', {
          first: notice.texts[locale],
          second: t('notice.settings-refused.detail'),
        }),
      };
    case 'offline':
      return { headline, detail: t('notice.offline.detail', { host: notice.host }) };
    case 'history-set-aside':
      return {
        headline,
        detail:
          notice.file === null
            ? t('notice.history-set-aside.gone')
            : t('notice.history-set-aside.kept', { file: notice.file }),
      };
    case 'history-unavailable':
      return { headline, detail: t('notice.history-unavailable.detail', { code: notice.code }) };
    case 'restart-needed':
      return { headline, detail: t('notice.restart-needed.detail') };
    case 'blocked':
      return { headline, detail: t('notice.blocked.detail', { host: notice.host }) };
    default:
      return assertNever(notice);
  }
}

/** A loss is a problem; what mends itself, or waits for a change elsewhere, rests; the others are facts. */
export function noticeTone({ kind }: Notice): 'note' | 'resting' | 'problem' {
  switch (kind) {
    case 'vault-set-aside':
    case 'vault-missing':
    case 'sign-ins-unsaved':
      return 'problem';
    case 'settings-refused':
    case 'offline':
    case 'history-unavailable':
    case 'blocked':
      return 'resting';
    case 'history-set-aside':
    case 'restart-needed':
      return 'note';
  }
}
