import type { ReactNode } from 'react';
import type { AccountSnapshot } from '../../../src-shared/model/account.ts';
import type { RoutingReason } from '../../../src-shared/model/routing-reason.ts';
import { useTimed } from '../../client/clock-context.tsx';
import { useLanguage, useText } from '../../language/language.tsx';
import { allReasons } from './account-health.ts';
import styles from './reason-lines.module.css';

/** Why an account does not serve everything now, and the button that helps, where one does. */
export function ReasonLines({
  account,
  action,
}: {
  readonly account: AccountSnapshot;
  readonly action: ReactNode;
}) {
  const reasons = allReasons(account);
  if (reasons.length === 0) return null;
  return (
    <div className={styles.reasons}>
      <div className={styles.sentences}>
        {reasons.map((reason) => (
          <ReasonSentence key={JSON.stringify(reason)} reason={reason} />
        ))}
      </div>
      {action}
    </div>
  );
}

function ReasonSentence({ reason }: { readonly reason: RoutingReason }) {
  const t = useText();
  const language = useLanguage();
  const explained = useTimed((now) => {
    const { sentence, advice } = language.reason(reason, now);
    // Where a button stands beside the sentence, the button is the advice.
    if (advice === null || reason.kind !== 'cooling-down') return sentence;
    return t('common.sentences', { first: sentence, second: advice });
  });
  return <p>{explained}</p>;
}
