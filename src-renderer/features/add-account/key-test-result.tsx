import { Notice } from '../../components/notice.tsx';
import { useText } from '../../language/language.tsx';
import type { KeyTest } from './use-key-form.ts';

/** What a provider said of a key, in words. */
export function KeyTestResult({ test }: { readonly test: KeyTest }) {
  const t = useText();
  const status = test.status ?? '–';
  switch (test.result) {
    case 'accepted':
      return <Notice tone="note">{t('keyTest.accepted', { ms: Math.round(test.durationMs) })}</Notice>;
    case 'refused':
      return (
        <Notice tone="problem" urgent>
          {t('keyTest.refused', { status })}
        </Notice>
      );
    case 'unclear':
      return (
        <Notice tone="resting" urgent>
          {t('keyTest.unclear', { status })}
        </Notice>
      );
    case 'unreachable':
      return (
        <Notice tone="problem" urgent>
          {t('keyTest.unreachable')}
        </Notice>
      );
  }
}
