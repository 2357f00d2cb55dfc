import { useState } from 'react';
import { Button } from '../../components/button.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { Section } from '../../components/page.tsx';
import { useLanguage, useText } from '../../language/language.tsx';
import { TermsDialog } from '../add-account/terms-dialog.tsx';
import styles from './settings-page.module.css';
import type { SectionProps } from './settings-section.ts';

/** The person's decision on subscription accounts, and the way back from it. */
export function TermsSection({ settings: { termsAcceptedAt }, readOnly, onChanged }: SectionProps) {
  const t = useText();
  const { date } = useLanguage();
  const [asking, setAsking] = useState<'note' | 'withdraw' | null>(null);
  const done = () => {
    onChanged();
    setAsking(null);
  };

  return (
    <Section title={t('settings.terms')}>
      <div className={styles.step}>
        <p>
          {termsAcceptedAt === null
            ? t('settings.termsNotAccepted')
            : termsAcceptedAt === 0
              ? t('settings.termsInFile')
              : t('settings.termsAccepted', { date: date(termsAcceptedAt) })}
        </p>
        {!readOnly && (
          <Button onClick={() => setAsking(termsAcceptedAt === null ? 'note' : 'withdraw')}>
            {t(termsAcceptedAt === null ? 'settings.readTerms' : 'settings.withdraw')}
          </Button>
        )}
      </div>
      {asking === 'note' && <TermsDialog onClose={done} />}
      {asking === 'withdraw' && (
        <ConfirmDialog
          title={t('withdraw.title')}
          sentence={t('withdraw.sentence')}
          confirm={t('withdraw.confirm')}
          command={(client) => client.command('terms.withdraw')}
          onClose={() => setAsking(null)}
          onDone={done}
        />
      )}
    </Section>
  );
}
