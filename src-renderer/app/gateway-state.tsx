import { useCore } from '../client/client-context.tsx';
import { StatusGlyph } from '../components/status-glyph.tsx';
import { useText } from '../language/language.tsx';
import styles from './gateway-state.module.css';

/** What the gateway does now and where it listens, at the foot of the navigation. */
export function GatewayState() {
  const t = useText();
  const { snapshot, connected } = useCore();
  const state = connected ? snapshot.gateway : 'offline';
  return (
    <p className={styles.state}>
      <span className={styles.word}>
        <StatusGlyph tone={state === 'serving' ? 'fine' : state === 'offline' ? 'action' : 'off'} />
        {t(`gateway.${state}`)}
      </span>
      <span className={styles.address}>{snapshot.baseUrl.replace(/^https?:\/\//, '')}</span>
    </p>
  );
}
