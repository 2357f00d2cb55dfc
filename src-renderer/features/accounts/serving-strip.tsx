import { Pause, Play } from 'lucide-react';
import type { Snapshot } from '../../../src-shared/model/snapshot.ts';
import { useCore } from '../../client/client-context.tsx';
import { useCommand } from '../../client/use-command.ts';
import { Button } from '../../components/button.tsx';
import { classNames } from '../../components/class-names.ts';
import { StatusGlyph, type Tone } from '../../components/status-glyph.tsx';
import { Remaining } from '../../components/times.tsx';
import { Message, type Text, useText } from '../../language/language.tsx';
import { type Readiness, readinessOf } from './account-health.ts';
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
        {gateway === 'serving' ? <Serving accounts={accounts} /> : <Stopped gateway={gateway} t={t} />}
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

function Serving({ accounts }: Pick<Snapshot, 'accounts'>) {
  const t = useText();
  const readiness = readinessOf(accounts);
  return (
    <>
      <span className={styles.headline}>
        <StatusGlyph tone={toneOf(readiness)} />
        {t(headline(readiness))}
      </span>
      <Detail readiness={readiness} />
    </>
  );
}

function Detail({ readiness }: { readonly readiness: Readiness }) {
  const t = useText();
  switch (readiness.kind) {
    case 'ready':
      return (
        <>
          <span>{t('serving.first', { name: readiness.first.name })}</span>
          {readiness.nextBack !== null && <NextBack account={readiness.nextBack} />}
        </>
      );
    case 'last-resort':
      return <span>{t('serving.lastResort', { name: readiness.first.name })}</span>;
    case 'all-resting':
      return <NextBack account={readiness.nextBack} />;
    case 'needs-you':
      return <span>{t('serving.needsYou')}</span>;
  }
}

function NextBack({ account }: { readonly account: { name: string; cooldownUntil: number | null } }) {
  if (account.cooldownUntil === null) return null;
  return (
    <span className={styles.back}>
      <Message
        id="serving.back"
        values={{ name: account.name, in: <Remaining until={account.cooldownUntil} /> }}
      />
    </span>
  );
}

function headline(readiness: Readiness) {
  switch (readiness.kind) {
    case 'ready':
    case 'last-resort':
      return 'gateway.serving';
    case 'all-resting':
      return 'serving.allResting';
    case 'needs-you':
      return 'serving.nobody';
  }
}

function toneOf(readiness: Readiness): Tone {
  switch (readiness.kind) {
    case 'ready':
      return 'fine';
    case 'last-resort':
    case 'all-resting':
      return 'resting';
    case 'needs-you':
      return 'action';
  }
}
