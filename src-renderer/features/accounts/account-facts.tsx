import type { AccountSnapshot } from '../../../src-shared/model/account.ts';
import { useTimed } from '../../client/clock-context.tsx';
import { type Language, type Text, useLanguage, useText } from '../../language/language.tsx';
import styles from './account-facts.module.css';

/** The quiet line under an account: what it serves and has served, when its sign-in renews, and what was set for it. */
export function AccountFacts({ account }: { readonly account: AccountSnapshot }) {
  const t = useText();
  const language = useLanguage();
  const token = useTimed((now) => tokenFact(account, now, language, t));
  const { tokenExpiresAt, requestsTotal, requestsToday, openRequests } = account;

  return (
    <ul className={styles.facts}>
      {openRequests > 0 && <li>{t('usage.open', { count: openRequests })}</li>}
      <li>
        {requestsTotal === 0
          ? t('usage.none')
          : t('usage.requests', { today: requestsToday, total: requestsTotal })}
      </li>
      {token !== null && (
        <li title={tokenExpiresAt === null ? undefined : language.time.absolute(tokenExpiresAt)}>{token}</li>
      )}
      {settingsOf(account, t).map((fact) => (
        <li key={fact}>{fact}</li>
      ))}
    </ul>
  );
}

function tokenFact(
  { kind, tokenExpiresAt, state }: AccountSnapshot,
  now: number,
  { time }: Language,
  t: Text,
): string | null {
  if (tokenExpiresAt === null || state === 'needs-login') return null;
  const over = tokenExpiresAt <= now;
  if (kind === 'setup-token')
    return over
      ? t('token.setupEnded')
      : t('token.setupEnds', {
          in: time.duration(tokenExpiresAt - now),
          day: time.brief(tokenExpiresAt, now),
        });
  return over ? t('token.renewalDue') : t('token.renews', { at: time.moment(tokenExpiresAt, now) });
}

/** What the person has set for this account alone. */
function settingsOf({ hours, maxConcurrentRequests, proxy }: AccountSnapshot, t: Text): string[] {
  return [
    ...(hours === null ? [] : [t('fact.hours', { hours: hours.replace('-', '–') })]),
    ...(maxConcurrentRequests === null ? [] : [t('fact.cap', { count: maxConcurrentRequests })]),
    ...(proxy === null
      ? []
      : [
          proxy === 'none'
            ? t('fact.direct')
            : t('fact.proxy', { address: proxy.replace(/^https?:\/\//, '') }),
        ]),
  ];
}
