import { Notice } from '../../components/notice.tsx';
import { Section } from '../../components/page.tsx';
import { SwitchRow } from '../../components/switch-row.tsx';
import { useText } from '../../language/language.tsx';
import { numberIn, SavedField } from './saved-field.tsx';
import { type SectionProps, useSettingsUpdate } from './settings-section.ts';

/** Where the gateway listens, and whom it asks and tells by itself. */
export function GatewaySection({ settings, readOnly, onChanged }: SectionProps) {
  const t = useText();
  const { update, problem } = useSettingsUpdate(onChanged);
  return (
    <Section title={t('settings.gateway')}>
      {problem !== null && (
        <Notice tone="problem" urgent>
          {problem}
        </Notice>
      )}
      <SavedField
        short
        label={t('settings.port')}
        hint={t('settings.portHint')}
        value={String(settings.server.port)}
        readOnly={readOnly}
        changesOf={(typed) => ({ port: numberIn(typed) })}
        onChanged={onChanged}
      />
      <SwitchRow
        label={t('settings.polling')}
        sentence={t('settings.pollingSentence')}
        on={settings.oauth.usagePolling}
        unavailable={readOnly}
        onChange={(usagePolling) => update({ usagePolling })}
      />
      <SavedField
        label={t('settings.otlp')}
        hint={t('settings.otlpHint')}
        placeholder="http://127.0.0.1:4318/v1/metrics"
        value={settings.otlpUrl ?? ''}
        readOnly={readOnly}
        changesOf={(typed) => ({ otlpUrl: typed === '' ? null : typed })}
        onChanged={onChanged}
      />
    </Section>
  );
}
