import type { AccountSnapshot } from '../../../src-shared/model/account.ts';
import { useTimed } from '../../client/clock-context.tsx';
import { type Language, useText } from '../../language/language.tsx';
import styles from './account-facts.module.css';

/** The quiet line under an account: when its sign-in renews, and what it has served. */
export function AccountFacts({
  account,
  language,
}: {
  readonly account: AccountSnapshot;
  readonly language: Language;
}) {
  const t = useText();
  const token = useTimed((now) => tokenFact(account, now));

  function tokenFact({ kind, tokenExpiresAt, state }: AccountSnapshot, now: number): string | null {
    if (tokenExpiresAt === null || state === 'needs-login') return null;
    if (kind === 'setup-token')
      return tokenExpiresAt <= now
        ? t('token.setupEnded')
        : t('token.setupEnds', { in: language.time.duration(tokenExpiresAt - now) });
    return tokenExpiresAt <= now
      ? t('token.renewalDue')
      : t('token.renews', { at: language.time.moment(tokenExpiresAt, now) });
  }

  return (
    <ul className={styles.facts}>
      {account.openRequests > 0 && <li>{t('usage.open', { count: account.openRequests })}</li>}
      <li>
        {account.requestsTotal === 0
          ? t('usage.none')
          : t('usage.requests', { today: account.requestsToday, total: account.requestsTotal })}
      </li>
      {token !== null && (
        <li
          title={account.tokenExpiresAt === null ? undefined : language.time.absolute(account.tokenExpiresAt)}
        >
          {token}
        </li>
      )}
    </ul>
  );
}
