import { Tooltip } from 'radix-ui';
import { windowText } from '../../../src-shared/i18n/window-text.ts';
import type { AccountSnapshot } from '../../../src-shared/model/account.ts';
import { useTimed } from '../../client/clock-context.tsx';
import { classNames } from '../../components/class-names.ts';
import type { SortableSlot } from '../../components/sortable-list.tsx';
import { StatusGlyph } from '../../components/status-glyph.tsx';
import { type Language, type Text, useLanguage, useText } from '../../language/language.tsx';
import { allReasons, endOf, remedyFor, tightestWindow, toneOf } from '../accounts/account-health.ts';
import { signInHref } from '../accounts/page-wish.ts';
import { MAIN_WINDOW } from './main-window.ts';
import styles from './tray-row.module.css';

interface TrayRowProps {
  readonly account: AccountSnapshot;
  readonly slot: SortableSlot;
  readonly readOnly: boolean;
}

/** One account in one line: handle, place, name, and how it is; what there is to say of it on hover and on focus. */
export function TrayRow({ account, slot, readOnly }: TrayRowProps) {
  const t = useText();
  const language = useLanguage();
  const short = useTimed((now) => shortText(account, now, language, t));
  const remedy = remedyFor(account, readOnly);

  return (
    <div className={styles.row}>
      {slot.handle ?? <span />}
      <span className={classNames(styles.place, slot.total > 9 && styles.twoDigits)}>{slot.place}</span>
      <span className={styles.name} title={account.name}>
        {account.name}
      </span>
      {remedy !== null ? (
        <a
          className={styles.remedy}
          href={remedy === 'sign-in' ? signInHref(account.id) : '#/accounts'}
          target={MAIN_WINDOW}
        >
          <StatusGlyph tone={toneOf(account)} />
          {t(`remedy.${remedy}`)}
        </a>
      ) : (
        <Tooltip.Root>
          <Tooltip.Trigger asChild>
            <button type="button" className={styles.state}>
              {account.reason !== null && <StatusGlyph tone={toneOf(account)} />}
              {short}
            </button>
          </Tooltip.Trigger>
          <Tooltip.Content
            className={styles.tip}
            side="bottom"
            align="end"
            sideOffset={6}
            collisionPadding={8}
          >
            <Details account={account} />
          </Tooltip.Content>
        </Tooltip.Root>
      )}
    </div>
  );
}

/** Why it is as it is, else what it has done and how full its windows are. */
function Details({ account }: { readonly account: AccountSnapshot }) {
  const t = useText();
  const { reason, locale, percent } = useLanguage();
  const sentences = useTimed((now) =>
    allReasons(account)
      .map((each) => reason(each, now).sentence)
      .join('\n'),
  );
  const windows = account.windows.filter(({ utilization }) => utilization !== null);
  return (
    <>
      {sentences !== '' && <p className={styles.reasons}>{sentences}</p>}
      {windows.map(({ name, utilization }) => (
        <p key={name}>
          {t('tray.windowUsed', {
            window: windowText(name, locale).label,
            used: percent(Math.min(1, utilization ?? 0)),
          })}
        </p>
      ))}
      <p>{t('tray.today', { count: account.requestsToday })}</p>
    </>
  );
}

/** "58% · 312", "Resting 22 min", "Ready". */
function shortText(
  account: AccountSnapshot,
  now: number,
  { reason, percent, time }: Language,
  t: Text,
): string {
  if (account.reason !== null) {
    const { short } = reason(account.reason, now);
    const until = endOf(account.reason);
    return until === null ? short : `${short} ${time.until(until, now)}`;
  }
  const used = tightestWindow(account, now)?.utilization ?? null;
  if (used === null) return t('health.ready');
  return account.requestsToday === 0 ? percent(used) : `${percent(used)} · ${account.requestsToday}`;
}
