import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useText } from '../language/language.tsx';
import { useAnnounce } from './announcer.tsx';
import { Button } from './button.tsx';

const CONFIRMED_FOR_MS = 2000;

/** Copies a text and says so on itself for two seconds. */
export function CopyButton({ text, label }: { readonly text: string; readonly label?: string }) {
  const t = useText();
  const announce = useAnnounce();
  const [outcome, setOutcome] = useState<'copied' | 'refused' | null>(null);

  useEffect(() => {
    if (outcome === null) return;
    const timer = setTimeout(() => setOutcome(null), CONFIRMED_FOR_MS);
    return () => clearTimeout(timer);
  }, [outcome]);

  const copy = async () => {
    // A page on another host than loopback, without TLS, has no clipboard.
    const copied = await navigator.clipboard?.writeText(text).then(
      () => true,
      () => false,
    );
    setOutcome(copied ? 'copied' : 'refused');
    announce(t(copied ? 'common.copied' : 'common.copyRefused'));
  };

  return (
    <Button
      onClick={() => void copy()}
      aria-label={label === undefined ? undefined : `${t('common.copy')}: ${label}`}
      icon={
        outcome === 'copied' ? <Check size={14} aria-hidden="true" /> : <Copy size={14} aria-hidden="true" />
      }
    >
      {t(outcome === null ? 'common.copy' : outcome === 'copied' ? 'common.copied' : 'common.copyRefused')}
    </Button>
  );
}
