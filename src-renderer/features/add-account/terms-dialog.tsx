import { useEffect } from 'react';
import { Dialog } from '../../components/dialog.tsx';
import { useText } from '../../language/language.tsx';
import { TermsGate } from './terms-gate.tsx';

/** The note alone, for subscription accounts that are there already and wait for the decision. */
export function TermsDialog({ onClose }: { readonly onClose: () => void }) {
  const t = useText();
  return (
    <Dialog title={t('terms.title')} onClose={onClose}>
      <TermsGate onBack={onClose}>
        <Done onDone={onClose} />
      </TermsGate>
    </Dialog>
  );
}

/** Behind the note there is nothing more to do. */
function Done({ onDone }: { readonly onDone: () => void }) {
  useEffect(onDone, [onDone]);
  return null;
}
