import { AppWindow, Pause, Play } from 'lucide-react';
import { useCore } from '../../client/client-context.tsx';
import { useCommand } from '../../client/use-command.ts';
import { IconButton } from '../../components/button.tsx';
import { StatusGlyph, type Tone } from '../../components/status-glyph.tsx';
import { type Text, useText } from '../../language/language.tsx';
import { headlineOf, readinessOf, toneOfReadiness } from '../accounts/account-health.ts';
import { MAIN_WINDOW } from './main-window.ts';
import styles from './tray-head.module.css';

/** One line: how Rota is, pause, and the way to the window. */
export function TrayHead() {
  const t = useText();
  const { snapshot, connected } = useCore();
  const { run, busy, problem } = useCommand();
  const { word, tone } = stateOf(snapshot, connected, t);
  const paused = snapshot.gateway === 'paused';
  return (
    <header className={styles.head}>
      <p className={styles.state} role="status">
        <StatusGlyph tone={tone} />
        {problem ?? word}
      </p>
      {connected && snapshot.gateway !== 'draining' && (
        <IconButton
          label={t(paused ? 'gateway.resume' : 'gateway.pause')}
          aria-disabled={busy || undefined}
          onClick={() => {
            if (!busy) void run((client) => client.command(paused ? 'gateway.resume' : 'gateway.pause'));
          }}
        >
          {paused ? <Play size={16} aria-hidden="true" /> : <Pause size={16} aria-hidden="true" />}
        </IconButton>
      )}
      <a
        className={styles.open}
        href="#/accounts"
        target={MAIN_WINDOW}
        title={t('tray.open')}
        aria-label={t('tray.open')}
      >
        <AppWindow size={16} aria-hidden="true" />
      </a>
    </header>
  );
}

function stateOf(
  { gateway, accounts, simulated }: ReturnType<typeof useCore>['snapshot'],
  connected: boolean,
  t: Text,
): { readonly word: string; readonly tone: Tone } {
  const named = (word: string) => (simulated ? `${word} · ${t('tray.simulated')}` : word);
  if (!connected) return { word: t('gateway.offline'), tone: 'action' };
  if (gateway !== 'serving') return { word: named(t(`gateway.${gateway}`)), tone: 'off' };
  if (accounts.length === 0) return { word: t('serving.nobody'), tone: 'off' };
  const readiness = readinessOf(accounts);
  return { word: named(t(headlineOf(readiness))), tone: toneOfReadiness(readiness) };
}
