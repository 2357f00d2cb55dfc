import type { PlanEntry, RoutingPlan, RoutingReason } from '../../../src-shared/model/routing-reason.ts';
import { useTimed } from '../../client/clock-context.tsx';
import { StatusGlyph, type Tone } from '../../components/status-glyph.tsx';
import { Remaining } from '../../components/times.tsx';
import { useLanguage, useText } from '../../language/language.tsx';
import styles from './plan.module.css';

/** A routing plan: who is asked first, who next, who not, and why. */
export function Plan({ plan }: { readonly plan: RoutingPlan }) {
  const t = useText();
  const asked = plan.entries.filter(({ verdict }) => verdict !== 'passed-over');
  const chosen = plan.entries.find(({ verdict }) => verdict === 'chosen');
  return (
    <>
      <h3>{chosen === undefined ? t('plan.nobody') : t('plan.chosen', { name: chosen.accountName })}</h3>
      <p className={styles.route}>
        {plan.route === null ? t('plan.noRoute') : t('plan.route', { route: plan.route })}
      </p>
      {plan.entries.length > 0 && (
        <ol className={styles.entries}>
          {plan.entries.map((entry) => (
            <Entry
              key={`${entry.accountId} ${entry.model ?? ''}`}
              entry={entry}
              rank={asked.indexOf(entry) + 1}
            />
          ))}
        </ol>
      )}
    </>
  );
}

/** The sign of an account that is not asked, by what it waits for. */
function toneOf(reason: RoutingReason): Tone {
  switch (reason.kind) {
    case 'needs-login':
    case 'terms-not-accepted':
      return 'action';
    case 'disabled':
      return 'off';
    default:
      return 'resting';
  }
}

function Entry({ entry, rank }: { readonly entry: PlanEntry; readonly rank: number }) {
  const t = useText();
  const { reason } = useLanguage();
  const sentence = useTimed((now) => reason(entry.reason, now).sentence);
  return (
    <li className={styles.entry}>
      <span className={styles.sign}>
        {entry.verdict === 'passed-over' ? <StatusGlyph tone={toneOf(entry.reason)} /> : rank}
      </span>
      <div className={styles.words}>
        <p className={styles.name}>{entry.accountName}</p>
        <p>
          {entry.model === null
            ? sentence
            : t('common.sentences', {
                first: sentence,
                second: t('plan.renamed', { model: entry.model }),
              })}
        </p>
      </div>
      <p className={styles.verdict}>
        {t(`verdict.${entry.verdict}`)}
        {entry.changesAt !== null && (
          <span className={styles.changes}>
            {' '}
            · <Remaining until={entry.changesAt} />
          </span>
        )}
      </p>
    </li>
  );
}
