import { Section } from '../../components/page.tsx';
import { useText } from '../../language/language.tsx';
import { numberIn, SavedField } from './saved-field.tsx';
import styles from './settings-page.module.css';
import type { SectionProps } from './settings-section.ts';

const MIB = 1024 * 1024;

/** How much usage history is kept. */
export function HistorySection({ settings: { history }, readOnly, onChanged }: SectionProps) {
  const t = useText();
  const shared = { short: true, readOnly, onChanged } as const;
  return (
    <Section title={t('settings.history')} sentence={t('settings.historySentence')}>
      <div className={styles.row}>
        <SavedField
          {...shared}
          label={t('settings.keepRequests')}
          unit={t('settings.days')}
          value={String(history.keepRequestsDays)}
          changesOf={(typed) => ({ history: { keepRequestsDays: numberIn(typed) } })}
        />
        <SavedField
          {...shared}
          label={t('settings.keepDays')}
          unit={t('settings.days')}
          value={String(history.keepDaysDays)}
          changesOf={(typed) => ({ history: { keepDaysDays: numberIn(typed) } })}
        />
        <SavedField
          {...shared}
          label={t('settings.maxBytes')}
          unit={t('settings.megabytes')}
          value={String(Math.round(history.maxBytes / MIB))}
          changesOf={(typed) => ({ history: { maxBytes: numberIn(typed) * MIB } })}
        />
      </div>
    </Section>
  );
}
