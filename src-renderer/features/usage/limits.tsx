import type { ProcedureOutput } from '../../../src-shared/contract/contract.ts';
import { windowText } from '../../../src-shared/i18n/window-text.ts';
import { useTimed } from '../../client/clock-context.tsx';
import { useLatest } from '../../client/use-latest.ts';
import { classNames } from '../../components/class-names.ts';
import { Notice } from '../../components/notice.tsx';
import { Section } from '../../components/page.tsx';
import { BriefMoment } from '../../components/times.tsx';
import { Waiting } from '../../components/waiting.tsx';
import { useLanguage, useText } from '../../language/language.tsx';
import styles from './limits.module.css';

/** From here on a limit counts as nearly used up, and its bar says so, as on the accounts page. */
const NEARLY_USED_UP = 0.8;

type WindowUse = ProcedureOutput<'usage.windows'>['windows'][number];

/** Every quota window: how full it is, how long it lasts, and how much of it this program's traffic explains. */
export function Limits({ windowsKey }: { readonly windowsKey: number }) {
  const t = useText();
  const { value, problem } = useLatest(windowsKey, (client) => client.query('usage.windows'));
  const byAccount = Map.groupBy(value?.windows ?? [], ({ accountId }) => accountId);

  return (
    <Section title={t('limits.title')} sentence={t('limits.sentence')}>
      {problem !== null && <Notice tone="problem">{problem}</Notice>}
      {value === null && problem === null && <Waiting lines={3} />}
      {value?.windows.length === 0 && <p className={styles.quiet}>{t('limits.empty')}</p>}
      {byAccount.size > 0 && (
        <table className={styles.table}>
          <thead className={styles.heads}>
            <tr>
              <th scope="col">{t('limits.limit')}</th>
              <th scope="col">{t('limits.used')}</th>
              <th scope="col">{t('limits.reset')}</th>
              <th scope="col">{t('limits.pace')}</th>
              <th scope="col">{t('limits.own')}</th>
            </tr>
          </thead>
          {[...byAccount].map(([accountId, windows]) => (
            <tbody key={accountId}>
              <tr className={styles.account}>
                <th scope="rowgroup" colSpan={5}>
                  {windows[0]?.account}
                </th>
              </tr>
              {windows.map((use) => (
                <Line key={use.window} use={use} />
              ))}
            </tbody>
          ))}
        </table>
      )}
    </Section>
  );
}

function Line({ use }: { readonly use: WindowUse }) {
  const t = useText();
  const { locale, percent } = useLanguage();
  const over = useTimed((now) => use.resetsAt !== null && use.resetsAt <= now);
  const share = over || use.utilization === null ? null : Math.min(1, Math.max(0, use.utilization));
  return (
    <tr className={styles.line}>
      <th scope="row">{windowText(use.window, locale).label}</th>
      <td data-label={t('limits.used')}>
        <span className={styles.used}>
          <span className={classNames(styles.track, share === null && styles.unknown)} aria-hidden="true">
            <span
              className={classNames(styles.fill, (share ?? 0) >= NEARLY_USED_UP && styles.tight)}
              style={{ inlineSize: `${(share ?? 0) * 100}%` }}
            />
          </span>
          {share === null ? t('limits.unknown') : percent(share)}
        </span>
      </td>
      <td data-label={t('limits.reset')}>
        {over ? (
          t('window.startedAnew')
        ) : use.resetsAt === null ? (
          t('limits.unknown')
        ) : (
          <BriefMoment at={use.resetsAt} />
        )}
      </td>
      <td data-label={t('limits.pace')}>
        <Pace use={use} share={share} />
      </td>
      <td data-label={t('limits.own')}>
        {use.ownShare === null ? t('limits.unknown') : percent(use.ownShare)}
      </td>
    </tr>
  );
}

function Pace({ use, share }: { readonly use: WindowUse; readonly share: number | null }) {
  const t = useText();
  const { time } = useLanguage();
  const fullAt = useTimed((now) => (use.fullAt === null ? null : time.moment(use.fullAt, now)));
  if (share === null) return t('limits.unknown');
  if (share >= 1) return t('limits.spent');
  if (fullAt !== null)
    return (
      <span className={styles.soon} title={use.fullAt === null ? undefined : time.absolute(use.fullAt)}>
        {t('limits.fullAt', { at: fullAt })}
      </span>
    );
  return t(use.resetsAt === null ? 'limits.unknown' : 'limits.lasts');
}
