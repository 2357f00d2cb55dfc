import { windowText } from '../../../src-shared/i18n/window-text.ts';
import type { QuotaWindow } from '../../../src-shared/model/quota-window.ts';
import { useTimed } from '../../client/clock-context.tsx';
import { classNames } from '../../components/class-names.ts';
import { BriefMoment } from '../../components/times.tsx';
import { Message, useLanguage, useText } from '../../language/language.tsx';
import styles from './quota-bar.module.css';

/** From here on a window counts as nearly used up, and its bar says so. */
const NEARLY_USED_UP = 0.8;

/** One quota window: its name, how much of it is used, and when it starts anew. */
export function QuotaBar({ window }: { readonly window: QuotaWindow }) {
  const t = useText();
  const { locale, percent, time } = useLanguage();
  const { label, limit } = windowText(window.name, locale);
  const over = useTimed((now) => window.resetsAt !== null && window.resetsAt <= now);
  const readAt = useTimed((now) => time.ago(window.readAt, now));
  // Once a window has started anew, what was read in the old one says nothing any more.
  const share = over || window.utilization === null ? null : Math.min(1, Math.max(0, window.utilization));
  const tight = window.status === 'rejected' || (share ?? 0) >= NEARLY_USED_UP;

  return (
    <li className={styles.window} title={t('window.readAt', { limit, ago: readAt })}>
      <span className={styles.label}>{label}</span>
      <span className={styles.used}>
        {share === null ? (
          <>
            <span aria-hidden="true">–</span>
            <span className="visually-hidden">{t('window.unknown')}</span>
          </>
        ) : (
          percent(share)
        )}
      </span>
      <span className={styles.reset}>
        {over
          ? t('window.startedAnew')
          : window.resetsAt !== null && (
              <Message id="window.resets" values={{ at: <BriefMoment at={window.resetsAt} /> }} />
            )}
      </span>
      {/* The numbers above say the same in words. */}
      <span className={classNames(styles.track, share === null && styles.unknown)} aria-hidden="true">
        <span
          className={classNames(styles.fill, tight && styles.tight)}
          style={{ inlineSize: `${(share ?? 0) * 100}%` }}
        />
      </span>
    </li>
  );
}
