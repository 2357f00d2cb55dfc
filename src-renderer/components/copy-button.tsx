import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useText } from '../language/language.tsx';
import { useAnnounce } from './announcer.tsx';
import { Button } from './button.tsx';

const CONFIRMED_FOR_MS = 2000;

interface CopyButtonProps {
  readonly text: string;
  /** What is copied, for whoever does not see it beside the button. */
  readonly label?: string;
  /** The button's own words, where "Copy" alone says too little. */
  readonly caption?: string;
  readonly look?: 'plain' | 'quiet';
}

/** Copies a text and says so on itself for two seconds. */
export function CopyButton({ text, label, caption, look = 'plain' }: CopyButtonProps) {
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
      look={look}
      onClick={() => void copy()}
      aria-label={label === undefined ? undefined : `${t('common.copy')}: ${label}`}
      icon={
        outcome === 'copied' ? <Check size={14} aria-hidden="true" /> : <Copy size={14} aria-hidden="true" />
      }
    >
      {outcome === null
        ? (caption ?? t('common.copy'))
        : t(outcome === 'copied' ? 'common.copied' : 'common.copyRefused')}
    </Button>
  );
}
