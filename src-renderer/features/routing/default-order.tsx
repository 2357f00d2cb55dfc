import { useId } from 'react';
import type { StrategyName } from '../../../src-shared/model/snapshot.ts';
import { useCommand } from '../../client/use-command.ts';
import { useLatest } from '../../client/use-latest.ts';
import { useWish } from '../../client/use-wish.ts';
import { Notice } from '../../components/notice.tsx';
import { Section } from '../../components/page.tsx';
import { SwitchRow } from '../../components/switch-row.tsx';
import { Waiting } from '../../components/waiting.tsx';
import { useText } from '../../language/language.tsx';
import styles from './default-order.module.css';
import { STRATEGIES } from './strategies.ts';

/** How accounts are ordered for models without an order of their own, and whether sessions stay where they are. */
export function DefaultOrder({
  readOnly,
  settingsKey,
}: {
  readonly readOnly: boolean;
  readonly settingsKey: number;
}) {
  const t = useText();
  const name = useId();
  const { run, busy, problem } = useCommand();
  const { value, problem: notRead, again } = useLatest(settingsKey, (client) => client.query('settings.get'));

  const { shown, show } = useWish(value?.settings.strategy);
  const change = async (changes: {
    readonly strategy?: StrategyName;
    readonly sessionAffinity?: boolean;
  }) => {
    const done = await run((client) => client.command('settings.update', changes));
    again();
    return done;
  };

  return (
    <Section title={t('strategy.title')} sentence={t('strategy.sentence')}>
      {(problem ?? notRead) && (
        <Notice tone="problem" urgent={problem !== null}>
          {problem ?? notRead}
        </Notice>
      )}
      {value === null && notRead === null && <Waiting lines={4} />}
      {value !== null && (
        <>
          <fieldset aria-busy={busy}>
            <legend className="visually-hidden">{t('strategy.legend')}</legend>
            <div className={styles.tiles}>
              {STRATEGIES.map((strategy) => (
                <label key={strategy} className={styles.tile}>
                  <input
                    type="radio"
                    name={name}
                    value={strategy}
                    checked={shown === strategy}
                    aria-disabled={readOnly || undefined}
                    aria-describedby={`${name}-${strategy}`}
                    onChange={() => {
                      if (!readOnly) void show(strategy, change({ strategy }));
                    }}
                  />
                  <span>{t(`strategy.${strategy}`)}</span>
                  <span id={`${name}-${strategy}`} className={styles.meaning}>
                    {t(`strategy.${strategy}.sentence`)}
                  </span>
                </label>
              ))}
            </div>
          </fieldset>
          <SwitchRow
            label={t('affinity.label')}
            sentence={t('affinity.sentence')}
            on={value.settings.sessionAffinity}
            unavailable={readOnly}
            onChange={(sessionAffinity) => change({ sessionAffinity })}
          />
        </>
      )}
    </Section>
  );
}
