import { Pause, Play } from 'lucide-react';
import type { Snapshot } from '../../../src-shared/model/snapshot.ts';
import { useCore } from '../../client/client-context.tsx';
import { useCommand } from '../../client/use-command.ts';
import { Button } from '../../components/button.tsx';
import { classNames } from '../../components/class-names.ts';
import { StatusGlyph } from '../../components/status-glyph.tsx';
import { Remaining } from '../../components/times.tsx';
import { Message, type Text, useText } from '../../language/language.tsx';
import {
  headlineOf,
  type Readiness,
  type Returning,
  readinessOf,
  toneOfReadiness,
} from './account-health.ts';
import styles from './serving-strip.module.css';

/** The first glance: what the gateway does, who serves, who is back next; and the pause button. */
export function ServingStrip() {
  const t = useText();
  const { snapshot, connected } = useCore();
  const { run, busy, problem } = useCommand();
  const { gateway, accounts } = snapshot;
  const paused = gateway === 'paused';
  // Out of reach, nobody knows what it does: the ribbon says so, and this line would only guess.
  if (!connected || (gateway === 'serving' && accounts.length === 0)) return null;

  return (
    <div className={classNames(styles.strip, gateway !== 'serving' && styles.stopped)}>
      <p className={styles.words}>
        {gateway === 'serving' ? (
          <Serving accounts={accounts} strategy={snapshot.strategy} />
        ) : (
          <Stopped gateway={gateway} t={t} />
        )}
        {problem !== null && <span role="alert">{problem}</span>}
      </p>
      {gateway !== 'draining' && (
        <Button
          look={paused ? 'plain' : 'quiet'}
          icon={paused ? <Play size={14} aria-hidden="true" /> : <Pause size={14} aria-hidden="true" />}
          busy={busy}
          onClick={() => void run((client) => client.command(paused ? 'gateway.resume' : 'gateway.pause'))}
        >
          {t(paused ? 'gateway.resume' : 'gateway.pause')}
        </Button>
      )}
    </div>
  );
}

function Stopped({
  gateway,
  t,
}: {
  readonly gateway: Exclude<Snapshot['gateway'], 'serving'>;
  readonly t: Text;
}) {
  return (
    <>
      <span className={styles.headline}>
        <StatusGlyph tone="off" />
        {t(`gateway.${gateway}`)}
      </span>
      <span>{t(`gateway.${gateway}Sentence`)}</span>
    </>
  );
}

function Serving({ accounts, strategy }: Pick<Snapshot, 'accounts' | 'strategy'>) {
  const t = useText();
  const readiness = readinessOf(accounts);
  return (
    <>
      <span className={styles.headline}>
        <StatusGlyph tone={toneOfReadiness(readiness)} />
        {t(headlineOf(readiness))}
      </span>
      <ReadinessDetail readiness={readiness} inOrder={strategy === 'priority'} />
    </>
  );
}

/** Who of the accounts serves, or is back first, in words. */
export function ReadinessDetail({
  readiness,
  inOrder,
}: {
  readonly readiness: Readiness;
  readonly inOrder: boolean;
}) {
  const t = useText();
  switch (readiness.kind) {
    case 'ready':
      return (
        <>
          <span>
            {inOrder
              ? t('serving.first', { name: readiness.first.name })
              : t('serving.ready', { count: readiness.ready })}
          </span>
          {readiness.nextBack !== null && <NextBack next={readiness.nextBack} />}
        </>
      );
    case 'last-resort':
      return <span>{t('serving.lastResort', { name: readiness.first.name })}</span>;
    case 'all-resting':
      return <NextBack next={readiness.nextBack} />;
    case 'needs-you':
      return <span>{t('serving.needsYou')}</span>;
  }
}

function NextBack({ next }: { readonly next: Returning }) {
  return (
    <span className={styles.back}>
      <Message id="serving.back" values={{ name: next.account.name, in: <Remaining until={next.at} /> }} />
    </span>
  );
}
