import type { Notice as CoreNotice } from '../../../src-shared/model/notice.ts';
import { useCore } from '../../client/client-context.tsx';
import { useTimed } from '../../client/clock-context.tsx';
import { Notice } from '../../components/notice.tsx';
import { useLanguage, useText } from '../../language/language.tsx';
import { noticeText, noticeTone } from './notice-text.ts';
import styles from './notices.module.css';

/** What Rota itself has to say, newest first: each says what happened, what Rota does now, and what the person can do. */
export function Notices() {
  const t = useText();
  const { notices } = useCore().snapshot;
  if (notices.length === 0) return null;
  return (
    <ul className={styles.notices} aria-label={t('notice.label')}>
      {notices.map((notice) => (
        <li key={`${notice.kind} ${notice.at}`}>
          <OneNotice notice={notice} />
        </li>
      ))}
    </ul>
  );
}

function OneNotice({ notice }: { readonly notice: CoreNotice }) {
  const t = useText();
  const { time, locale } = useLanguage();
  const { accounts } = useCore().snapshot;
  const ago = useTimed((now) => time.ago(notice.at, now));
  const { headline, detail } = noticeText(notice, accounts, locale, t);
  return (
    <Notice tone={noticeTone(notice)}>
      <p>
        <strong className={styles.headline}>{headline}</strong>{' '}
        <time
          className={styles.at}
          dateTime={new Date(notice.at).toISOString()}
          title={time.absolute(notice.at)}
        >
          {ago}
        </time>
      </p>
      <p>{detail}</p>
    </Notice>
  );
}
